"""An article's text with its quotes, cues, sources, names and dimmed sentences marked, ready for a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.desk.question import Rows
from pipelines.desk.questions.article import Article
from pipelines.desk.text_runs import Mark, Run, cut_paragraphs, marks_of

COLOURS = 6  # of speakers in the style sheet; the seventh speaker has the first one's again, and its name beside it


@dataclass(frozen=True, slots=True)
class Marked:
    """Paragraphs of runs, and what the marks in them belong to."""

    headline: Sequence[Sequence[Run]]
    body: Sequence[Sequence[Run]]
    quotes: Mapping[str, Mapping[str, Any]]
    numbers: Mapping[str, int]
    colours: Mapping[str, int]

    def classes(self, run: Run) -> str:
        """Return the classes of a run for the style sheet."""
        found = [mark.kind for mark in run.marks if mark.kind != "quote"]
        quote_id = run.of("quote")
        if quote_id is not None:
            quote = self.quotes[quote_id]
            found += ["quote", quote["kind"], f"speaker-{self.colours[quote['speaker'] or '']}"]
            found += ["refuted"] if quote["is_refuted"] else []
        if (why := run.of("dimmed")) is not None:
            found.append(f"is-{why}")
        return " ".join(dict.fromkeys(found))


def mark_article(found: Article) -> Marked:
    """Return the whole text of an article, marked."""
    article = found.article
    marks = [*marks_of_quotes(found.quotes), *_marks_beside(found)]
    body_start = article["body_start_char"]
    return Marked(
        cut_paragraphs(article["text"], marks, last=body_start) if body_start else [],
        cut_paragraphs(article["text"], marks, first=body_start),
        {quote["quote_id"]: quote for quote in found.quotes},
        {quote["quote_id"]: number for number, quote in enumerate(found.quotes, start=1)},
        colours_of(found.quotes),
    )


def marks_of_quotes(quotes: Rows) -> list[Mark]:
    """Return the marks of contents, cues and sources."""
    marks: list[Mark] = []
    for quote in quotes:
        marks += marks_of(quote["content_spans"], "quote", quote["quote_id"])
        marks += marks_of(quote["cue_spans"], "cue", quote["quote_id"])
        marks += marks_of(quote["source_spans"], "source", quote["quote_id"])
    return marks


def colours_of(quotes: Rows) -> dict[str, int]:
    """Return a number of a colour for each speaker, in the order of the text; 0 for nobody."""
    speakers = dict.fromkeys(quote["speaker"] for quote in quotes if quote["speaker"])
    return {"": 0, **{speaker: number % COLOURS + 1 for number, speaker in enumerate(speakers)}}


def _marks_beside(found: Article) -> list[Mark]:
    names = [Mark(row["start_char"], row["end_char"], "name", row["entity_id"] or "") for row in found.names]
    dimmed = [Mark(row["start_char"], row["end_char"], "dimmed", row["why"]) for row in found.dimmed]
    findings = [
        mark for row in found.findings for mark in marks_of(row["evidence_spans"], "finding", row["finding_id"])
    ]
    return names + dimmed + findings
