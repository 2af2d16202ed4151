"""Interviews: questions in lines of their own, answers below them without marks, or `Q:` and `A:` as labels.

Who answers is no part of the answers: it is the person of whom headline and introduction tell most. Questions make an
interview where several stand in lines of their own and most of the answers speak in the first person; the answers of
an explainer do not.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipelines.annotate.reading import Attribution, Name
from pipelines.records import Span

LINE = re.compile(r"[^\n]*\S")
QUESTION = re.compile(
    r"(?![^\n:?]{1,30}:\s)\s*[*#_]{0,3}\s*(?:\d{1,2}[.)] )?[^\W\d_a-z“\"‘'][^\n“”\"]{4,260}\?[*#_]{0,3}\s*"
)  # a label before it makes it a line of a transcript
IN_PERSON = re.compile(r"\b(?:I|I[’']\w+|[Mm]y|[Mm]e)\b")
TO_SOMEBODY = re.compile(r"\b[Yy]ou(?:[’']\w+|rs?)?\b")
OPENING = '“"‘«'
BYLINE = re.compile(r"(?:\b[Bb]y|\bwords:?|\b[Ii]nterview:|\b[Pp]hoto\w*:?) $", re.I)
LONGEST_BYLINE = 16  # characters before a writer's name
HEADING = 60  # characters; a line of no more without a stop is a heading, no part of an answer
STOPS = (".", "!", "?", "…", ")", "”", '"', "’")
FEWEST = 3  # questions with answers
LEAST_IN_PERSON = 0.5  # share of the answers
LEAST_PUT_TO = 0.3  # share of the questions that say "you"
MOST_PARAGRAPHS = 12  # of one answer
CERTAIN = 0.9


def interviewee(text: str, names: Sequence[Name], end: int) -> Span | None:
    """Return the person of whom the text tells most before `end`, where questions begin; never who wrote it."""
    people = [n.span for n in names if n.entity_type == "PERSON" and n.span.start_char < end]
    people = [s for s in people if not BYLINE.search(text, max(0, s.start_char - LONGEST_BYLINE), s.start_char)]
    counts = Counter(s.of(text).split()[-1] for s in people)
    if not people:
        return None
    last = max(counts, key=lambda word: counts[word])
    return max((s for s in people if s.of(text).split()[-1] == last), key=lambda s: (len(s.of(text)), -s.start_char))


def with_interviews(text: str, names: Sequence[Name], attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions; those that begin in an answer of an interview give way to the answer."""
    answers = _answers(text)
    speaker = interviewee(text, names, answers[0][0].start_char) if answers else None
    if speaker is None:
        return list(attributions)
    plain = [a for a in answers if text[a[0].start_char] not in OPENING]
    found = [Attribution(paragraphs, (), [speaker], CERTAIN) for paragraphs in plain]
    kept = []
    for attribution in attributions:
        at = attribution.content[0].start_char
        if any(_holds(paragraphs, at) for paragraphs in plain):
            continue
        is_open = not attribution.cue and not attribution.source and any(_holds(p, at) for p in answers)
        kept.append(Attribution(attribution.content, (), [speaker], attribution.score) if is_open else attribution)
    return kept + found


def _holds(paragraphs: Sequence[Span], offset: int) -> bool:
    return paragraphs[0].start_char <= offset < paragraphs[-1].end_char


def _answers(text: str) -> list[list[Span]]:
    """Return the paragraphs of each answer, or nothing where the text is no interview."""
    found: list[list[Span]] = []
    questions: list[str] = []
    for question, paragraphs in _exchanges(text):
        if paragraphs:
            questions.append(question)
            found.append(paragraphs)
    if len(found) < FEWEST:
        return []
    if all(text[paragraphs[0].start_char] in OPENING for paragraphs in found):
        return found
    in_person = sum(any(IN_PERSON.search(span.of(text)) for span in paragraphs) for paragraphs in found)
    put_to = sum(TO_SOMEBODY.search(question) is not None for question in questions)
    is_interview = in_person >= LEAST_IN_PERSON * len(found) and put_to >= LEAST_PUT_TO * len(found)
    return found if is_interview else []


def is_prose(line: str) -> bool:
    """Return whether a line is a paragraph, not a heading."""
    return len(line) > HEADING or line.endswith(STOPS)


def _exchanges(text: str) -> Iterator[tuple[str, list[Span]]]:
    """Yield each line that is a question, with the paragraphs below it."""
    question: str | None = None
    below: list[Span] = []
    for line in LINE.finditer(text):
        printed = line[0].strip()
        if QUESTION.fullmatch(printed):
            if question is not None:
                yield question, below
            question, below = printed, []
        elif question is not None and is_prose(printed) and len(below) < MOST_PARAGRAPHS:
            start = line.start() + len(line[0]) - len(line[0].lstrip())
            below.append(Span(start, line.end()))
    if question is not None:  # where the last answer ends, no line says
        in_person = [span for span in below if IN_PERSON.search(span.of(text)) or span == below[0]]
        yield question, below[: 1 + max((below.index(span) for span in in_person), default=0)]
