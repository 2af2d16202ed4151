"""Reads the clean cases: the development gold beside the repository where it is, and the project's own sample.

Names come from the reader, attributions and speakers from the gold; what a gold file does not state of its article
(outlet, link, date, byline) is filled in, so that nothing is missing where nothing was taken away. The seeds are left
out: they hold known defects. The sample's attributions are the reader's own: nobody has marked them.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.fault_bench.cases import UNKNOWN, Case, tidied
from pipelines.annotate.reader.linking import Thresholds
from pipelines.annotate.reader.model_files import load_model
from pipelines.annotate.reader.read import read
from pipelines.annotate.reader.to_reading import reading_of
from pipelines.annotate.reading import Attribution, Reading
from pipelines.annotate.steps import add_shapes, finish
from pipelines.ingest.ingest import ingest
from pipelines.ingest.wire import wire_service
from pipelines.lake import Lake
from pipelines.records import Document, Span
from pipelines.resources.data_folder import DataFolder

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = REPOSITORY.parent / "shared" / "gold"
SAMPLE = REPOSITORY / "data" / "raw" / "sample"
STATED = {"outlet_origin": "metadata", "url_origin": "metadata", "byline_origin": "metadata"}
SOME_DAY = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)


def read_gold(folder: Path = SHARED) -> list[Case]:
    """Return the cases of the development gold; none where it is absent."""
    if not folder.is_dir():
        return []
    cases = [*map(_ggt, _lines(folder / "ggt_dev.jsonl")), *map(_polnear, _lines(folder / "polnear_dev.jsonl"))]
    readings = _readings([case.text for case in cases])
    named = [replace(case, names=reading.names) for case, reading in zip(cases, readings, strict=True)]
    return [tidied(case) for case in named]


def read_sample(folder: Path = SAMPLE) -> list[Case]:
    """Return the sample's articles in English as ingest and the reader read them."""
    with tempfile.TemporaryDirectory() as name:
        data = DataFolder(Path(name))
        ingest([folder], data, batch_id="sample")
        rows = [row for row in Lake(data.lake).read("articles").to_pylist() if row["language"] == "en"]
    readings = _readings([row["text"] for row in rows])
    return [_sample(row, reading) for row, reading in zip(rows, readings, strict=True)]


def _lines(path: Path) -> Iterator[Any]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _readings(texts: Sequence[str]) -> list[Reading]:
    model = load_model()
    raw = read(texts, model.pieces, model.network, model.tables, Thresholds())
    return [add_shapes(text, reading_of(text, one)) for text, one in zip(texts, raw, strict=True)]


def _ggt(row: Mapping[str, Any]) -> Case:
    authors = [name for name in row["byline"] if not wire_service(name)]
    credits = [service for service in map(wire_service, row["byline"]) if service]
    columns = columns_of(row["outlet"], url=row["url"], authors=authors, byline=", ".join(row["byline"]))
    columns["wire_credit"] = ", ".join(credits) or None
    ordered = _ordered(row["quotes"])
    speakers = [quote["speaker"] or _only_in(quote["reference"]) for quote in ordered]
    return _case("ggt_dev", row["doc_id"], row["text"], columns, ordered, speakers)


def _only_in(reference: str | None) -> str | None:
    """The gold names persons alone; an organisation that it describes may be named by the resolver."""
    return UNKNOWN if reference and any(word[0].isupper() for word in reference.split()) else None


def _polnear(row: Mapping[str, Any]) -> Case:
    byline = row["byline"] or ""
    credit = wire_service(row["wire"] or "") or wire_service(byline)
    authors = [] if wire_service(byline) or byline == row["publisher"] else [byline]
    columns = columns_of(row["publisher"], url=None, authors=authors, byline=byline)
    columns |= {"published_at": datetime.fromisoformat(row["date"]).replace(tzinfo=UTC), "wire_credit": credit}
    columns |= {"title": row["title"], "title_origin": "metadata"}
    end = row["text"].find("\n")
    ordered = _ordered(row["quotes"])
    case = _case("polnear_dev", row["doc_id"], row["text"], columns, ordered, [UNKNOWN] * len(ordered))
    return replace(case, body_start_char=end + 1 if row["text"].startswith(row["title"]) else 0)


def columns_of(outlet: str, *, url: str | None, authors: list[str], byline: str) -> dict[str, Any]:
    """Return what an article of an outlet says of itself; nothing is missing."""
    domain = f"{''.join(filter(str.isalnum, outlet.casefold()))}.example"
    return {
        **STATED,
        "outlet": outlet,
        "outlet_domain": domain,
        "url": url or f"https://{domain}/news",
        "byline": byline or "Newsroom",
        "authors": authors,
        "published_at": SOME_DAY,
        "published_at_origin": "metadata",
        "published_at_precision": "day",
    }


def _ordered(quotes: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Order as the annotation stage does: by first character, the longer content first."""
    return sorted((q for q in quotes if q["content"]), key=lambda q: (q["content"][0][0], -q["content"][-1][1]))


def _case(
    origin: str,
    doc_id: str,
    text: str,
    columns: Mapping[str, Any],
    quotes: Sequence[Mapping[str, Any]],
    speakers: Sequence[str | None],
) -> Case:
    attributions = list(map(_attribution, quotes))
    return Case(f"{origin}/{doc_id}", origin, columns, text, 0, [], attributions, speakers)


def _attribution(quote: Mapping[str, Any]) -> Attribution:
    content, cue, source = ([Span(*span) for span in quote.get(part) or []] for part in ("content", "cue", "source"))
    return Attribution(content, cue, source)


def _sample(row: Mapping[str, Any], reading: Reading) -> Case:
    own = ("article_id", "batch_id", "text", "body_start_char", "text_sha256", "ingested_at", "revision")
    filled = columns_of(
        row["outlet"] or "Sample", url=row["url"], authors=row["authors"] or [], byline=row["byline"] or ""
    )
    columns = {name: value for name, value in row.items() if name not in own and value is not None}
    found = finish(Document("", row["text"], row["body_start_char"]), reading)  # what the reader says in the end
    attributions = [Attribution(quote.content, quote.cue, quote.source) for quote in found.quotes]
    speakers = [UNKNOWN] * len(attributions)
    name = f"sample/{row['source_path']}#{row['record_no']}"
    return Case(
        name, "sample", filled | columns, row["text"], row["body_start_char"], reading.names, attributions, speakers
    )
