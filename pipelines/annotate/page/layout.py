"""Where things stand on the page: paragraphs, sentence roles, repeated paragraphs, and look-ups by offset."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.records import Document, Sentence, SentenceRole, Span

BYLINE = re.compile(r"(?:By|Reporting by|Written by|Edited by|Additional reporting by) +[A-Z]\S*(?: \S+){0,14}$", re.I)
CAPTION = re.compile(
    r"^(?:Photo|Image|Picture|File photo|FILE|Caption|Video|WATCH|Watch)\b ?[:|(–—-]"
    r"|\((?:Photo|Image|AP Photo|File)\b|(?:Getty Images|AP Photo|/AFP|/Reuters|Shutterstock)\)?\.?$"
)
LEAST_REPEATED = 40  # characters; shorter paragraphs ("Read more") repeat without meaning
LONGEST_BYLINE = 160  # characters: some writers and their places
LONGEST_CAPTION = 400  # characters: a caption tells what is seen in a sentence or two
LEAST_STANDFIRST = 6  # words; fewer right below the headline are a label or a place


@dataclass(slots=True)
class Layout:
    """The sentences of one document with their places."""

    text: str
    sentences: list[Sentence]
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the look-up."""
        self._starts = [sentence.span.start_char for sentence in self.sentences]

    def sentence_at(self, offset: int) -> int | None:
        """Return the number of the sentence that holds `offset`, else of the last before; null without sentences."""
        place = bisect_right(self._starts, offset) - 1
        if place < 0:
            return 0 if self.sentences else None
        return place

    def sentence_of(self, span: Span) -> Sentence | None:
        """Return the sentence that holds the span's first character."""
        number = self.sentence_at(span.start_char)
        return None if number is None else self.sentences[number]

    def paragraph_at(self, offset: int) -> int:
        """Return the number of the paragraph that holds `offset`."""
        number = self.sentence_at(offset)
        return 0 if number is None else self.sentences[number].paragraph_no


def lay_out(document: Document, spans: Sequence[Span]) -> Layout:
    """Return the layout of `document`, whose sentences are `spans`; a paragraph is a line that holds a sentence."""
    text = document.text
    paragraphs = _paragraphs(text, spans)
    seen: set[str] = set()
    sentences: list[Sentence] = []
    for number, group in enumerate(paragraphs):
        start, end = group[0].start_char, group[-1].end_char
        printed = " ".join(text[start:end].split()).rstrip(" .…").casefold()
        is_repeat = len(printed) >= LEAST_REPEATED and printed in seen
        seen.add(printed)
        role = _role(document, text[start:end], Span(start, end), number, len(paragraphs))
        sentences += [Sentence(span, number, role, is_repeat) for span in group]
    return Layout(text, sentences)


def _paragraphs(text: str, spans: Sequence[Span]) -> list[list[Span]]:
    """Return the sentences of each paragraph."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and "\n" not in text[groups[-1][-1].end_char : span.start_char]:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _role(document: Document, printed: str, span: Span, number: int, paragraphs: int) -> SentenceRole:
    """Return the role of paragraph `number` of `paragraphs`, which is `printed` at `span`."""
    body = document.body_start_char
    if span.end_char <= body:
        return "headline"
    if len(printed) < LONGEST_BYLINE and BYLINE.match(printed):
        return "byline"
    if len(printed) < LONGEST_CAPTION and CAPTION.search(printed):
        return "caption"
    follows_headline = body > 0 and not document.text[body : span.start_char].strip()
    is_followed = paragraphs - number > 2  # in a text of two paragraphs the first is the story
    is_sentence = printed[-1] in ".!?\"”’'"
    if follows_headline and is_followed and not is_sentence and len(printed.split()) >= LEAST_STANDFIRST:
        return "standfirst"
    return "body"
