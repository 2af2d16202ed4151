"""One attribution with what is asked again and again about its candidates: who spoke before, who speaks next, where."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.annotate.naming.source_phrases import Source
from pipelines.annotate.speakers.ranking.cast import SMALL, WORD, Part, stem
from pipelines.annotate.speakers.ranking.features import FAR
from pipelines.annotate.speakers.scene import Scene, Speaker
from pipelines.records import Span

SPEAKERS_BEFORE, SPEAKERS_AFTER = 12, 3  # attributions on each side that are looked at
LONGEST_HEADING = 90  # characters of a line that may name who speaks below
SENTENCE_ENDS = tuple(".!?”\"’'")  # a line that ends so is no heading


@dataclass(frozen=True, slots=True)
class View:
    """One attribution as its candidates are looked at; `number` is its place in `Facts.attributions`."""

    scene: Scene
    number: int
    source: Source
    position: int  # character from which one looks back and ahead
    sentence: int
    paragraph: int
    content: Sequence[Span]
    said_before: list[tuple[int, int, Speaker]]  # (attributions back, attribution, answer)
    named_next: dict[int, int]  # chain -> attributions on
    here: set[int]  # chains that speak in the same sentence
    tokens: frozenset[str]  # of the source, without small words and names' own
    modifiers: frozenset[str]
    opens_paragraph: bool
    sentence_before: int | None  # in the same paragraph, before that of the content or source, whichever is first
    heading: range  # characters of the line above, where it may be a heading

    def back(self, part: Part, start: int | None) -> float:
        """Return how many sentences before the attribution a name starts."""
        return min(FAR, float(self.sentence - part.sentences[start])) if start is not None else FAR

    def paragraphs_since(self, number: int) -> float:
        """Return how many paragraphs lie between this attribution and another."""
        scene = self.scene
        return min(FAR, float(abs(self.paragraph - scene.facts.layout.paragraph_at(scene.position(number)))))


def look_at(scene: Scene, number: int, opens_paragraph: Sequence[bool]) -> View:
    """Return the view of attribution `number`; `opens_paragraph` says of each sentence whether it is a first one."""
    facts = scene.facts
    layout, source, position = facts.layout, facts.sources[number], scene.position(number)
    sentence = layout.sentence_at(position) or 0
    content = facts.attributions[number].content
    first = layout.sentence_at(min(position, content[0].start_char)) or 0
    said_before = _said_before(scene, number)
    printed = source.span.of(facts.text) if source.form != "none" else ""
    return View(
        scene,
        number,
        source,
        position,
        sentence,
        layout.paragraph_at(position),
        content,
        said_before,
        named_next=_named_next(scene, number),
        here=_speakers_here(scene, number, said_before),
        tokens=frozenset(stem(w.lower()) for w in WORD.findall(printed)) - SMALL,
        modifiers=frozenset(stem(m) for m in source.modifiers),
        opens_paragraph=any(opens_paragraph[sentence:][:1]),  # False in a text without sentences
        sentence_before=first - 1 if first and not opens_paragraph[first] else None,
        heading=_heading(facts.text, content[0].start_char),
    )


def _said_before(scene: Scene, number: int) -> list[tuple[int, int, Speaker]]:
    """Return what is answered already of the attributions before, the nearest first."""
    place = scene.place[number]
    earlier = scene.order[max(0, place - SPEAKERS_BEFORE) : place]
    return [(back, n, scene.answers[n]) for back, n in enumerate(reversed(earlier), 1) if n in scene.answers]


def _following(scene: Scene, number: int) -> list[tuple[int, int, int]]:
    """Return (attributions on, attribution, chain) of those after it whose speaker is known."""
    place = scene.place[number]
    later = enumerate(scene.order[place + 1 : place + 1 + SPEAKERS_AFTER], 1)
    return [(on, n, chain) for on, n in later if (chain := _chain_of(scene, n)) is not None]


def _named_next(scene: Scene, number: int) -> dict[int, int]:
    """Return how many attributions on each chain speaks first."""
    named: dict[int, int] = {}
    for on, _, chain in _following(scene, number):
        named.setdefault(chain, on)
    return named


def _speakers_here(scene: Scene, number: int, said_before: list[tuple[int, int, Speaker]]) -> set[int]:
    """Return the chains that speak elsewhere in the sentence of attribution `number`."""
    layout = scene.facts.layout
    sentence = layout.sentence_at(scene.position(number)) or 0
    after = [(n, chain) for _, n, chain in _following(scene, number)]
    before = [(n, answer.chain_no) for _, n, answer in said_before if answer.chain_no is not None]
    return {chain for n, chain in after + before if layout.sentence_at(scene.position(n)) == sentence}


def _chain_of(scene: Scene, number: int) -> int | None:
    """Return the chain of an attribution that is answered, or whose source is a name."""
    answer = scene.answers.get(number)
    if answer is not None:
        return answer.chain_no
    name_no = scene.facts.sources[number].name_no
    return None if name_no is None else scene.facts.chains.of_name[name_no]


def _heading(text: str, start: int) -> range:
    """Return the characters of the line above the paragraph that begins at `start`, where it may be a heading."""
    line = text.rfind("\n", 0, start)
    if line < 0 or text[line:start].strip():
        return range(0)
    end = len(text[:line].rstrip())
    first = text.rfind("\n", 0, end) + 1
    is_heading = end - first <= LONGEST_HEADING and text[end - 1 : end] not in SENTENCE_ENDS
    return range(first, end) if is_heading else range(0)
