"""`whosaid annotate`: annotations of files without a warehouse; documents given as JSON Lines are taken as they are."""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import orjson
import pyarrow.parquet as pq
from rich.text import Text

from pipelines.annotate.annotating import Failed
from pipelines.annotate.annotators import ReaderAnnotator, RuleAnnotator
from pipelines.annotate.rows import text_at
from pipelines.annotate.worker_pool import annotate_many
from pipelines.checks.rejections import rejected_rows
from pipelines.cli.failures import CommandError, ExitCode
from pipelines.cli.terminal import console, plain, progress, table
from pipelines.ingest.ingest import IngestSettings, ingest
from pipelines.ingest.reading_settings import reading_settings
from pipelines.lake import Lake
from pipelines.records import Annotation, Annotator, Document, Quote, Span
from pipelines.resources.data_folder import DataFolder
from pipelines.resources.environment import data_folder
from pipelines.resources.settings import Settings, read_settings

ANNOTATORS: Mapping[str, Callable[[], Annotator]] = {"reader": ReaderAnnotator, "rules": RuleAnnotator}
ENTITY_TYPES = {"PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "MISC"}


def annotate_files(
    paths: Sequence[Path], data: Path | None, *, as_json_lines: bool, out: Path | None, annotator: str | None = None
) -> None:
    """Annotate `paths` and print or write the result. Name documents that fail on standard error."""
    if annotator not in (None, *ANNOTATORS):
        raise CommandError(ExitCode.USAGE, f"no annotator {annotator!r}: {' or '.join(ANNOTATORS)}")
    settings = read_settings(data_folder(data))
    given = as_json_lines and len(paths) == 1 and _holds_documents(paths[0])
    documents = _read_documents(paths[0]) if given else _read_news(paths, settings)
    make_annotator = ANNOTATORS[annotator] if annotator else settings.annotator_factory()
    results = annotate_many(documents, make_annotator(), make_annotator, workers=settings.annotate_workers)
    failed = 0
    with _destination(out) as stream, progress().stage("annotate", None) as advance:
        for document, annotation in results:
            advance()
            if isinstance(annotation, Failed):
                failed += 1
                print(f"whosaid: {annotation.doc_id} failed: {annotation.error}", file=sys.stderr)
                annotation = Annotation(document.doc_id)
            if as_json_lines or out is not None:
                line = to_line(annotation) if given else {**to_line(annotation), "text": document.text}
                stream.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            else:
                _show(document, annotation)
    if failed:
        raise CommandError(ExitCode.FAILED, f"{failed} documents could not be annotated")


def to_line(annotation: Annotation) -> dict[str, Any]:
    """Return an annotation as the object of one line: spans as [start, end] into the document's text, end exclusive."""
    return {
        "doc_id": annotation.doc_id,
        "quotes": [
            {
                "content": _pairs(quote.content),
                "cue": _pairs(quote.cue),
                "source": _pairs(quote.source),
                "speaker": quote.speaker,
                "kind": quote.kind,
                "speech": quote.is_speech,
                "statement": quote.is_statement,
                "class": quote.cue_class,
                "is_withheld": quote.is_withheld,
                "speakers": [asdict(one) for one in quote.speakers],
                "score": quote.score,
                "speaker_score": quote.speaker_score,
            }
            for quote in _inner_first(annotation.quotes)
        ],
        "mentions": [
            [mention.span.start_char, mention.span.end_char, ENTITY_TYPES[mention.entity_type], mention.score]
            for mention in annotation.mentions
            if mention.form == "name" and mention.entity_type is not None
        ],
        "sentences": _pairs([sentence.span for sentence in annotation.sentences]),
    }


def _inner_first(quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotes in the order in which their words end: what is said inside others' words before those."""
    return sorted(quotes, key=lambda quote: (quote.content[-1].end_char, -quote.content[0].start_char))


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start_char, span.end_char] for span in spans]


def _holds_documents(path: Path) -> bool:
    try:
        with path.open("rb") as lines:
            first = orjson.loads(next(lines, b"null"))
    except (OSError, orjson.JSONDecodeError):  # a folder, or a file that cannot be read: ingest says why
        return False
    return isinstance(first, dict) and isinstance(first.get("doc_id"), str) and isinstance(first.get("text"), str)


def _read_documents(path: Path) -> Iterator[Document]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = orjson.loads(line)
            except orjson.JSONDecodeError:
                row = None
            if not isinstance(row, dict) or "doc_id" not in row or not isinstance(row.get("text"), str):
                raise CommandError(ExitCode.USAGE, f"{path}, line {number}: not an object with doc_id and text")
            yield Document(row["doc_id"], row["text"])


def _read_news(paths: Sequence[Path], settings: Settings) -> Iterator[Document]:
    """Yield the English articles of news files, ingested into a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="whosaid-") as name:
        folder = DataFolder(Path(name))
        how = IngestSettings(settings.ingest_workers, reading_settings(settings))
        ingest([path.absolute() for path in paths], folder, batch_id="0", settings=how)
        lake = Lake(folder.lake)
        for row in rejected_rows(lake, lake.commits()):
            print(plain(f"whosaid: {row['path']} rejected: {row['reason_code']} ({row['detail']})"), file=sys.stderr)
        for file in lake.files("articles"):
            for batch in pq.ParquetFile(file).iter_batches(batch_size=64):
                for row in batch.to_pylist():
                    if row["language"] == "en":
                        yield Document(_doc_id(row), row["text"], row["body_start_char"])
                    else:
                        print(plain(f"whosaid: {_doc_id(row)} is not in English ({row['language']})"), file=sys.stderr)


def _doc_id(row: dict[str, Any]) -> str:
    number = "" if row["record_no"] is None else f"#{row['record_no']}"
    return f"{row['source_path']}{number}"


@contextmanager
def _destination(out: Path | None) -> Iterator[BinaryIO]:
    """Yield the stream to write to. A file gets its name only when it is complete."""
    if out is None:
        yield sys.stdout.buffer
        return
    partial = out.with_name(f".{out.name}.partial")
    try:
        with partial.open("wb") as stream:
            yield stream
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


def _show(document: Document, annotation: Annotation) -> None:
    out = console()
    title = document.text[: document.body_start_char].strip() or document.text.split("\n", 1)[0][:100]
    out.print(Text(f"\n{plain(title)}", style="bold"), Text(document.doc_id, style="dim"))
    rows = [
        {
            "speaker": quote.speaker or text_at(document.text, quote.source) or "(nobody named)",
            "kind": quote.kind,
            "cue": text_at(document.text, quote.cue),
            "content": text_at(document.text, quote.content),
        }
        for quote in annotation.quotes
    ]
    out.print(table("", rows) if rows else "no quotes")
