"""The annotation stage: article files that no commit of this reader version covers, one commit per article file.

Only articles in English are annotated; the others are kept in `articles` and marked by their language. Of stubs and of
what pages show instead of an article (`articles.completeness`) the words are annotated only where that is asked for.
Paragraphs that an outlet prints under many articles are marked in `sentences` and give no quotes.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow.parquet as pq

from pipelines.annotate.annotating import Failed
from pipelines.annotate.furniture import without_furniture
from pipelines.annotate.rows import Stamp, mention_rows, quote_rows, sentence_rows, stance_rows
from pipelines.annotate.worker_pool import AnnotatorFactory, annotate_many
from pipelines.ingest.furniture import Furniture, open_furniture, outlet_key
from pipelines.lake import Lake
from pipelines.lake_writer import Writer
from pipelines.records import Annotation, Document

STAGE = "annotate"
COLUMNS = [
    "article_id",
    "revision",
    "outlet",
    "outlet_domain",
    "language",
    "completeness",
    "text",
    "body_start_char",
]
READ_ROWS = 64


@dataclass(slots=True)
class AnnotateReport:
    """What one run annotated."""

    reader_version: str
    articles: int = 0
    skipped_languages: Counter[str] = field(default_factory=Counter)
    skipped_incomplete: int = 0
    rows: Counter[str] = field(default_factory=Counter)  # table -> rows
    failed: list[Failed] = field(default_factory=list)


def pending_parts(lake: Lake, reader_version: str, *, incomplete: bool = False) -> list[str]:
    """Return the lake's article files, oldest first, that were not annotated by `reader_version` last.

    With `incomplete`, also those of which it left out what is not whole.

    What an earlier version was given back to read, after another, waits again: the last annotation is what counts.
    """
    commits = lake.commits()
    last = {name: commit.versions for commit in commits if commit.stage == STAGE for name in commit.covers}
    files = [name for commit in commits for name in commit.files.get("articles", [])]
    return [name for name in files if not _is_read(last.get(name, {}), reader_version, incomplete=incomplete)]


def _is_read(versions: Mapping[str, str], reader_version: str, *, incomplete: bool) -> bool:
    return versions.get("reader") == reader_version and (not incomplete or "incomplete" in versions)


def count_articles(lake: Lake, parts: list[str]) -> int:
    """Return how many rows `parts` hold; reads footers only."""
    return sum(pq.read_metadata(lake.folder / part).num_rows for part in parts)


def annotate_pending(  # noqa: PLR0913 - one for each choice of a run
    lake: Lake,
    make_annotator: AnnotatorFactory,
    *,
    batch_id: str,
    workers: int = 1,
    incomplete: bool = False,
    in_pool: bool = False,
    on_article: Callable[[], None] = lambda: None,
) -> AnnotateReport:
    """Annotate every pending article file, each in a commit of its own; a crash loses at most the file in hand.

    With `in_pool` it costs one document: all are given to worker processes, however few they are.
    """
    annotator = make_annotator()
    report = AnnotateReport(annotator.version)
    versions = {"reader": annotator.version} | ({"incomplete": "annotated"} if incomplete else {})
    done = sum(commit.batch_id == batch_id and commit.stage == STAGE for commit in lake.commits())  # before a retry
    pending = pending_parts(lake, annotator.version, incomplete=incomplete)
    if not pending:
        return report
    with open_furniture(lake) as furniture:
        for part_no, part in enumerate(pending, start=done):
            with lake.commit(stage=STAGE, batch_id=batch_id, part=part_no, versions=versions) as writer:
                writer.covers.append(part)
                documents = _documents(lake, part, report, furniture, incomplete=incomplete)
                read = annotate_many(documents, annotator, make_annotator, workers=workers, in_pool=in_pool)
                for document, annotation in read:
                    _add(writer, document, annotation, batch_id=batch_id, report=report)
                    on_article()
                writer.flush()
                report.rows.update(writer.rows)
    return report


def _documents(
    lake: Lake, part: str, report: AnnotateReport, furniture: Furniture, *, incomplete: bool
) -> Iterator[Document]:
    """Yield the English articles of a part, with `incomplete` those too that are not whole; `doc_id` is
    `<article_id>.<revision>`. Rows that nobody judged are whole.
    """
    file = pq.ParquetFile(lake.folder / part)
    for batch in file.iter_batches(batch_size=READ_ROWS, columns=COLUMNS):
        for row in batch.to_pylist():
            is_whole = row.get("completeness") in (None, "whole")
            if row["language"] == "en" and (is_whole or incomplete):
                spans = furniture.spans(outlet_key(row), row["text"], row["body_start_char"])
                doc_id = f"{row['article_id']}.{row['revision']}"
                yield Document(doc_id, row["text"], row["body_start_char"], spans)
            elif row["language"] == "en":
                report.skipped_incomplete += 1
            else:
                report.skipped_languages[row["language"] or "unknown"] += 1


def _add(
    writer: Writer, document: Document, annotation: Annotation | Failed, *, batch_id: str, report: AnnotateReport
) -> None:
    if isinstance(annotation, Failed):
        report.failed.append(annotation)
        return
    article_id, _, revision = document.doc_id.rpartition(".")
    annotation = without_furniture(annotation, document.furniture)
    stamp = Stamp(article_id, int(revision), batch_id, report.reader_version)
    writer.add("sentences", sentence_rows(annotation, stamp))
    writer.add("mentions", mention_rows(document, annotation, stamp))
    writer.add("quotes", quote_rows(document, annotation, stamp))
    writer.add("stances", stance_rows(document, annotation, stamp))
    report.articles += 1
