"""Who speaks in a turn of dialogue that names nobody: one and the other by turns, told by the turn that names one."""

from pipelines.annotate.attribution.turns import is_adjacent, is_answer
from pipelines.annotate.speakers.scene import Scene, Speaker

TURN = "turn of dialogue"  # first step of the path
SCORE = 0.75
MOST_TURNS = 8  # looked at on each side
PARTNERS_BEFORE = 6  # attributions on each side that may name whom one talks with
PARAGRAPHS = 2  # in which the partner is looked for


def speaker_by_turn(scene: Scene, number: int) -> Speaker | None:
    """Return who speaks where the quotation is one of several turns; nothing where it is none, nobody where unclear."""
    for step in (1, -1):
        if (found := _along(scene, number, step)) is not None:
            return found
    return _answering(scene, number)


def _along(scene: Scene, number: int, step: int) -> Speaker | None:
    here = number
    for turns in range(1, MOST_TURNS + 1):
        other = here + step
        if not 0 <= other < len(scene.facts.attributions) or not _meet(scene, min(here, other), max(here, other)):
            return None
        if other in scene.answers:
            return _carried(scene.answers[other]) if turns % 2 == 0 else _partner(scene, number, other)
        here = other
    return None


def _meet(scene: Scene, first: int, second: int) -> bool:
    attributions = scene.facts.attributions
    return is_adjacent(scene.facts.text, attributions[first].content[-1], attributions[second].content[0])


def _answering(scene: Scene, number: int) -> Speaker | None:
    """Return whom the attribution before asks, where this answers it."""
    facts = scene.facts
    if not number or number - 1 not in scene.answers:
        return None
    question, reply = facts.attributions[number - 1], facts.attributions[number].content[0]
    layout = facts.layout
    is_near = layout.paragraph_at(question.content[-1].start_char) == layout.paragraph_at(reply.start_char)
    return (
        _partner(scene, number, number - 1) if is_near and is_answer(facts.text, question.content[-1], reply) else None
    )


def _partner(scene: Scene, number: int, other: int) -> Speaker:
    """Return with whom the speaker of `other` talks: who speaks nearest around and is somebody else."""
    layout = scene.facts.layout
    paragraph, known = layout.paragraph_at(scene.position(number)), _key(scene, other)
    near = sorted(scene.answers, key=lambda n: abs(n - number))[: 2 * PARTNERS_BEFORE]
    for n in near:
        is_near = abs(layout.paragraph_at(scene.position(n)) - paragraph) <= PARAGRAPHS
        if is_near and scene.answers[n].source_type is not None and _key(scene, n) != known:
            return _carried(scene.answers[n])
    return Speaker(None)


def _key(scene: Scene, number: int) -> tuple[int | None, int | None]:
    answer = scene.answers[number]
    if answer.chain_no is not None:
        return answer.chain_no, None
    return None, answer.anchor if answer.anchor is not None else number


def _carried(answer: Speaker) -> Speaker:
    return answer.carried_over(SCORE, (TURN, *answer.path))
