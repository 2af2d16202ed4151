"""Who speaks: each source resolved inside its document to the fullest name printed there, or to nobody.

Names through their chains (`naming/chains`), descriptions where a role or apposition matches (`descriptions`),
pronouns to the nearest agreeing candidate (`pronouns`), quotations without a source to the one that they continue
(`unsourced`).
"""

from pipelines.annotate.speakers.descriptions import resolve_nominal
from pipelines.annotate.speakers.pronouns import resolve_pronoun
from pipelines.annotate.speakers.runners_up import next_nearest
from pipelines.annotate.speakers.scene import Facts, Scene, Speaker, name_path, source_type_of
from pipelines.annotate.speakers.unsourced import resolve_unsourced


def resolve_speakers(facts: Facts) -> list[Speaker]:
    """Return one `Speaker` per attribution, in their order: first the sources in print, then those that are not."""
    scene = Scene(facts)
    for number in scene.order:
        if facts.sources[number].form != "none":
            scene.answers[number] = _printed(scene, number)
    for number in scene.order:
        if number not in scene.answers:
            scene.answers[number] = resolve_unsourced(scene, number)
    return [scene.answers[number] for number in range(len(facts.attributions))]


def _printed(scene: Scene, number: int) -> Speaker:
    source = scene.facts.sources[number]
    if source.form == "name" and source.name_no is not None:
        return _named(scene, source.name_no)
    if source.form == "pronoun":
        return resolve_pronoun(scene, number, source)
    return resolve_nominal(scene, number, source)


def _named(scene: Scene, name_no: int) -> Speaker:
    chain = scene.chain_of(name_no)
    printed = scene.facts.names[name_no].span.of(scene.facts.text)
    score = 0.97 if printed == chain.name else 0.93
    position = scene.facts.names[name_no].span.start_char
    second = next_nearest(scene, position, chain, scene.facts.chains.rivals.get(name_no, ()), score)
    return Speaker(source_type_of(chain), chain.number, name_path(printed, chain), score, runner_up=second)
