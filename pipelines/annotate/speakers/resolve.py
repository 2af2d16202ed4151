"""Who speaks: each source resolved inside its document to the fullest name printed there, or to nobody.

Names through their chains (`naming/chains`), descriptions where a role or apposition matches (`descriptions`),
pronouns to the nearest agreeing candidate (`pronouns`), quotations without a source to the one that they continue
(`unsourced`). Where these rules name nobody for a source in print, a learned ranker chooses among all chains
(`ranking`): the rules are right more often where they answer, the ranker where they do not, as most of all for bodies
("the ministry").
"""

from pipelines.annotate.lexicon import word_class
from pipelines.annotate.speakers.descriptions import resolve_nominal
from pipelines.annotate.speakers.pronouns import OTHERS, resolve_pronoun
from pipelines.annotate.speakers.ranking.choose import choose_speaker
from pipelines.annotate.speakers.ranking.evidence import Witness
from pipelines.annotate.speakers.repeats import said_again
from pipelines.annotate.speakers.runners_up import next_nearest
from pipelines.annotate.speakers.scene import Facts, Scene, Speaker, name_path, source_type_of
from pipelines.annotate.speakers.unsourced import resolve_unsourced
from pipelines.records import Span

SURE = 0.85  # of a speaker: the score from which a pronoun tells the gender of whom it stands for
OWNERS = ("his ", "her ", "their ", "my ", "our ")


def resolve_speakers(facts: Facts) -> list[Speaker]:
    """Return one `Speaker` per attribution, in their order: first the sources in print, then those that are not."""
    scene = Scene(facts)
    witness = Witness(scene)
    for number in in_order_of_answers(scene):
        answer = answer_by_rule(scene, number)
        is_printed = facts.sources[number].form != "none"
        is_open = is_printed and answer.chain_no is None and not _is_nobodys(scene, number)
        scene.answers[number] = choose_speaker(witness, number, answer) if is_open else answer
        _learn_gender(scene, number)
    answers = [_not_the_outer(facts, scene, number) for number in range(len(facts.attributions))]
    return said_again(facts, answers)


def _learn_gender(scene: Scene, number: int) -> None:
    """Keep the gender of a pronoun that was laid to somebody of whom none was known: a later `he` is another."""
    source, answer = scene.facts.sources[number], scene.answers[number]
    if source.form != "pronoun" or source.gender is None or answer.chain_no is None or answer.score < SURE:
        return
    chain = scene.facts.chains.all[answer.chain_no]
    if chain.gender is None and chain.entity_type == "PERSON":
        chain.genders[source.gender] += 1


def _not_the_outer(facts: Facts, scene: Scene, number: int) -> Speaker:
    """Return the answer; nobody for `They told me ...` in somebody's words that was laid to the one who tells it."""
    answer, parent, source = scene.answers[number], facts.parents[number], facts.sources[number]
    if parent is None or answer.chain_no is None or facts.kinds[parent] == "indirect" or source.name_no is not None:
        return answer
    is_other = source.form == "nominal" or (source.form == "pronoun" and source.head not in OTHERS)
    if not is_other or scene.answers[parent].chain_no != answer.chain_no:
        return answer
    return Speaker("unnamed", None, answer.path[:1], answer.score)


def in_order_of_answers(scene: Scene) -> list[int]:
    """Return the attributions whose source is printed as the text has them, then those without one."""
    return sorted(scene.order, key=lambda number: scene.facts.sources[number].form == "none")


def _is_nobodys(scene: Scene, number: int) -> bool:
    """True where the rules know that nobody is named: the writer's own `I`, kin, who told whom in somebody's words."""
    source = scene.facts.sources[number]
    printed = source.span.of(scene.facts.text).lower() if source.form == "nominal" else ""
    is_owned = printed.startswith(OWNERS) and source.head in word_class("kin")  # `her mother` is not she
    if printed == "q":
        return True  # who asks in an interview
    is_writers = scene.facts.sources[number].head in OTHERS and scene.facts.sources[number].form == "pronoun"
    return is_owned or (is_writers and scene.facts.parents[number] is None) or _is_told_about(scene, number)


def _is_told_about(scene: Scene, number: int) -> bool:
    """True for `He said, ‘Get down’` in somebody's words that name nobody before: only who was there knows "he"."""
    facts, parent = scene.facts, scene.facts.parents[number]
    source = facts.sources[number]
    if parent is None or source.form != "pronoun" or facts.kinds[parent] == "indirect" or source.head in OTHERS:
        return False
    begun = facts.attributions[parent].content[0].start_char
    return not any(True for _ in scene.names_in(Span(begun, source.span.start_char)))


def answer_by_rule(scene: Scene, number: int) -> Speaker:
    """Return whom the rules name for attribution `number`, or nobody."""
    source = scene.facts.sources[number]
    if source.name_no is not None:
        return _named(scene, source.name_no)
    if _is_told_about(scene, number):
        return Speaker("unnamed", None, (f"pronoun: {source.head}",), 0.5)
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
