"""Variants: a case as the rows of the lake, made by the pipeline's own code, with the right speakers bound to them."""

import hashlib
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from benchmarks.fault_bench.cases import UNKNOWN, Case
from benchmarks.fault_bench.naming import same_name
from pipelines.annotate.page.sentences import split_sentences
from pipelines.annotate.reading import Reading
from pipelines.annotate.rows import Stamp, mention_rows, quote_rows, sentence_rows, stance_rows
from pipelines.annotate.steps import finish
from pipelines.records import Document

NOBODY_YET = "@"  # stands for the article's id until it gets one
INGESTED = datetime(2027, 3, 3, tzinfo=UTC)
READER = "gold"
Row = dict[str, Any]


@dataclass
class Variant:
    """The rows of one article; quotes are numbered by their place when the case was annotated."""

    article: Row
    sentences: list[Row]
    mentions: list[Row]
    quotes: list[Row]
    case: Case = field(repr=False)

    def copy(self) -> "Variant":
        """Return one whose columns can be replaced without changing this."""
        return Variant(
            dict(self.article),
            [dict(row) for row in self.sentences],
            [dict(row) for row in self.mentions],
            [dict(row) for row in self.quotes],
            self.case,
        )

    def shuffled(self, chance: random.Random) -> "Variant":
        """Return the same with its quotes in another order; their numbers stay."""
        return replace(self, quotes=chance.sample(self.quotes, len(self.quotes)))

    def quote(self, quote_no: int) -> Row:
        """Return the quote of that number."""
        return next(quote for quote in self.quotes if quote["quote_no"] == quote_no)

    def mention_of(self, quote: Row) -> Row | None:
        """Return the mention that the quote's speaker was resolved through."""
        wanted = quote["speaker_mention_id"]
        return next((m for m in self.mentions if m["mention_id"] == wanted), None)

    def chains(self, *entity_types: str) -> dict[int, str]:
        """Return number and name of every chain of such a type that a name stands for."""
        return {
            m["local_entity_no"]: m["local_entity_name"]
            for m in self.mentions
            if m["form"] == "name" and m["local_entity_name"] and m["entity_type"] in entity_types
        }

    def rows(self, article_id: str, batch_id: str) -> Iterator[tuple[str, Row]]:
        """Yield (table, row) under an id of its own."""
        keys = {"article_id": article_id, "batch_id": batch_id}
        url = self.article["url"]
        yield "articles", {**self.article, **keys, "url": url and f"{url}/{article_id}"}
        for table, rows in (("sentences", self.sentences), ("mentions", self.mentions), ("quotes", self.quotes)):
            for row in rows:
                yield table, {**row, **keys, **_ids(row, article_id)}


def _ids(row: Row, article_id: str) -> Row:
    names = [name for name in ("mention_id", "quote_id", "speaker_mention_id") if row.get(name)]
    return {name: row[name].replace(NOBODY_YET, article_id, 1) for name in names}


def annotated(case: Case) -> Variant:
    """Return the rows of a case: its own names and attributions, everything else found by the annotation stage."""
    document = Document(f"{NOBODY_YET}.1", case.text, case.body_start_char)
    reading = Reading(split_sentences(case.text), case.names, case.attributions)
    annotation = finish(document, reading, is_right=True)
    stamp = Stamp(NOBODY_YET, 1, NOBODY_YET, READER)
    variant = Variant(
        article=_article(case),
        sentences=list(sentence_rows(annotation, stamp)),
        mentions=list(mention_rows(document, annotation, stamp)),
        quotes=[*quote_rows(document, annotation, stamp), *stance_rows(document, annotation, stamp)],
        case=case,
    )
    variant.quotes.sort(key=lambda row: row["quote_no"])
    for quote, speaker in zip(variant.quotes, case.speakers, strict=True):
        _correct(variant, quote, speaker)
    return variant


def _article(case: Case) -> Row:
    digest = hashlib.sha256(case.text.encode()).hexdigest()
    columns: Mapping[str, Any] = {
        "revision": 1,
        "source_path": f"{case.name}.txt",
        "source_format": "text",
        "source_sha256": digest,
        "source_bytes": len(case.text.encode()),
        "authors": [],
        "language": "en",
        "text": case.text,
        "body_start_char": case.body_start_char,
        "text_sha256": digest,
        "extractor": "gold",
        "extractor_version": "1",
        "ingested_at": INGESTED,
    }
    return {**columns, **case.columns}


def _correct(variant: Variant, quote: Row, speaker: str | None) -> None:
    """Bind the quote to the speaker that the gold names, where the resolver bound it otherwise."""
    if speaker == UNKNOWN or (speaker and same_name(quote["speaker"], speaker)):
        return
    if speaker is None:
        unbind(quote)
        return
    people = variant.chains("PERSON")
    right = next((number for number, name in people.items() if same_name(name, speaker)), None)
    if right is not None:
        bind(variant, quote, right, people[right])


def unbind(quote: Row) -> None:
    """Leave the quote without a speaker; what its source says stays."""
    steps = [step for step in quote["resolution_path"] if not step.startswith(("name:", "mention:"))]
    quote.update(speaker=None, speaker_local_entity_no=None, resolution_path=steps, speaker_score=None)


def bind(variant: Variant, quote: Row, chain_no: int | None, name: str) -> None:
    """Make `name` the speaker, as a resolver would have: path and mention say the same as the quote."""
    mention = variant.mention_of(quote)
    steps = []
    if mention is None:
        steps = ["quotation beside"]
    elif mention["form"] != "name":
        steps = [f"{mention['form']}: {mention['text']}"]
    elif mention["text"] != name:
        steps = [f"mention: {mention['text']}"]
    quote.update(speaker=name, speaker_local_entity_no=chain_no, resolution_path=[*steps, f"name: {name}"])
    quote["speaker_score"] = quote["speaker_score"] or 0.8
    if mention is not None and chain_no is not None:
        mention.update(local_entity_no=chain_no, local_entity_name=name)
