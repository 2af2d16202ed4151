"""Who speaks: each source resolved inside its document to the fullest name printed there, or to nobody.

Names through their chains (`naming/chains`), descriptions where a role or apposition matches (`descriptions`),
pronouns to the nearest agreeing candidate (`pronouns`), quotations without a source to the one that they continue
(`unsourced`). Where these rules name nobody, a learned ranker chooses among all chains (`ranking`): the rules are right
more often where they answer, the ranker where they do not, as most of all for bodies ("the ministry").
"""

from pipelines.annotate.speakers.descriptions import resolve_nominal
from pipelines.annotate.speakers.pronouns import resolve_pronoun
from pipelines.annotate.speakers.ranking.choose import choose_speaker
from pipelines.annotate.speakers.ranking.evidence import Witness
from pipelines.annotate.speakers.runners_up import next_nearest
from pipelines.annotate.speakers.scene import Facts, Scene, Speaker, name_path, source_type_of
from pipelines.annotate.speakers.unsourced import resolve_unsourced


def resolve_speakers(facts: Facts) -> list[Speaker]:
    """Return one `Speaker` per attribution, in their order: first the sources in print, then those that are not."""
    scene = Scene(facts)
    witness = Witness(scene)
    for number in in_order_of_answers(scene):
        answer = _by_rule(scene, number)
        scene.answers[number] = answer if answer.chain_no is not None else choose_speaker(witness, number, answer)
    return [scene.answers[number] for number in range(len(facts.attributions))]


def in_order_of_answers(scene: Scene) -> list[int]:
    """Return the attributions whose source is printed as the text has them, then those without one."""
    return sorted(scene.order, key=lambda number: scene.facts.sources[number].form == "none")


def _by_rule(scene: Scene, number: int) -> Speaker:
    source = scene.facts.sources[number]
    if source.name_no is not None:
        return _named(scene, source.name_no)
    if source.form == "none":
        return resolve_unsourced(scene, number)
    return (
        resolve_pronoun(scene, number, source) if source.form == "pronoun" else resolve_nominal(scene, number, source)
    )


def _named(scene: Scene, name_no: int) -> Speaker:
    chain = scene.chain_of(name_no)
    printed = scene.facts.names[name_no].span.of(scene.facts.text)
    score = 0.97 if printed == chain.name else 0.93
    position = scene.facts.names[name_no].span.start_char
    second = next_nearest(scene, position, chain, scene.facts.chains.rivals.get(name_no, ()), score)
    return Speaker(source_type_of(chain), chain.number, name_path(printed, chain), score, runner_up=second)
