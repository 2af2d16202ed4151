"""Makes articles, their quotes and their sentences for tests, out of what each prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from pipelines.records import ARTICLES, QUOTES, SENTENCES
from pipelines.resolve.utterances import Prints

FIRST_DAY = datetime(2026, 3, 1, 8, tzinfo=UTC)
FILL = {"string": "", "int32": 1, "int64": 0, "bool": False, "timestamp[us, tz=UTC]": FIRST_DAY}


@dataclass(frozen=True)
class Said:
    """A quote as printed; `form` is direct, mixed or indirect."""

    content: str
    speaker: str | None = None
    form: str = "direct"
    path: Sequence[str] = ()  # how the speaker was found
    source_type: str = "person"


@dataclass(frozen=True)
class Printed:
    """An article: quotes and plain sentences in order, a line each."""

    article_id: str
    lines: Sequence[Said | str]
    outlet: str | None = None
    day: float | None = 0.0
    wire_credit: str | None = None
    revision: int = 1
    precision: str = "second"  # of `day`

    @property
    def text(self) -> str:
        return "\n".join(line if isinstance(line, str) else line.content for line in self.lines)


def prints(*articles: Printed, copies: frozenset[str] = frozenset()) -> Prints:
    """Return the tables of these articles."""
    quotes: list[dict[str, Any]] = []
    sentences: list[dict[str, Any]] = []
    for article in articles:
        start = 0
        for number, line in enumerate(article.lines):
            end = start + len(line if isinstance(line, str) else line.content)
            span = {"start_char": start, "end_char": end}
            owner = {"article_id": article.article_id, "revision": article.revision}
            sentences.append({**owner, **span, "sentence_no": number, "role": "body"})
            if isinstance(line, Said):
                quote_id = f"{article.article_id}.{article.revision}.q{number}"
                row = {**owner, "quote_id": quote_id, "kind": line.form, "content": line.content}
                row |= {"resolution_path": list(line.path), "source_type": line.source_type}
                quotes.append({**row, "content_spans": [span], "speaker": line.speaker, "sentence_no": number})
            start = end + 1
    return Prints(
        filled_table(quotes, QUOTES), filled_table(sentences, SENTENCES), article_rows(*articles), copies=copies
    )


def article_rows(*articles: Printed) -> pa.Table:
    """Return rows of `records.ARTICLES`."""
    rows = [
        {
            "article_id": article.article_id,
            "revision": article.revision,
            "outlet": article.outlet or f"{article.article_id} post",
            "text": article.text,
            "published_at": None if article.day is None else FIRST_DAY + timedelta(days=article.day),
            "published_at_precision": article.precision,
            "wire_credit": article.wire_credit,
        }
        for article in articles
    ]
    return filled_table(rows, ARTICLES)


def filled_table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    """Return a table of these rows, with something in every required column that they leave out."""
    return pa.Table.from_pylist([{**_filling(schema), **row} for row in rows], schema=schema)


def _filling(schema: pa.Schema) -> dict[str, Any]:
    required = [field for field in schema if not field.nullable]
    return {field.name: [] if pa.types.is_list(field.type) else FILL[str(field.type)] for field in required}
