"""Who comes second: whom else a name, a description or a quotation without a source could mean. Chooses nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipelines.annotate.naming.chains import Chain
from pipelines.annotate.speakers.scene import RunnerUp, Scene, Speaker

MOST_NAMES = 60  # names back that are looked at
A_SENTENCE_BACK = 0.05  # taken off the score of a name for each sentence that it lies farther back


def next_nearest(scene: Scene, position: int, chosen: Chain, fitting: Iterable[Chain], score: float) -> RunnerUp | None:
    """Return whom of the `fitting` besides `chosen` the text named last before `position`, scored by how far back."""
    others = {chain.number for chain in fitting} - {chosen.number}
    if not others:
        return None
    layout, chains = scene.facts.layout, scene.facts.chains
    chosen_at, second, second_at = None, None, 0
    for name_no in scene.names_before(position, MOST_NAMES):
        number, sentence = chains.of_name[name_no], layout.sentence_at(scene.name_starts[name_no]) or 0
        if number == chosen.number and chosen_at is None:
            chosen_at = sentence
        elif number in others and second is None:
            second, second_at = chains.all[number].name, sentence
        if second is not None and chosen_at is not None:
            break
    if second is None:
        return None
    first_at = chosen_at if chosen_at is not None else layout.sentence_at(position) or 0
    return RunnerUp(second, max(0.0, score - A_SENTENCE_BACK * max(0, first_at - second_at)))


def beside_others(scene: Scene, chosen: Speaker, others: Sequence[Speaker]) -> Speaker:
    """Return `chosen` with the surest of `others` as its runner-up, where that is somebody else by name."""
    chains = scene.facts.chains.all
    named = [
        RunnerUp(chains[other.chain_no].name, other.score)
        for other in others
        if other.chain_no is not None and other.chain_no != chosen.chain_no
    ]
    found = [*named, *([chosen.runner_up] if chosen.runner_up else [])]
    return replace(chosen, runner_up=max(found, key=lambda one: one.score)) if found else chosen
