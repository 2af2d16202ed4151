"""The stage: articles that wait, to one commit of copies, shared passages and fingerprints."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from pipelines.commits import Commit
from pipelines.ingest.furniture import Furniture, open_furniture, outlet_key
from pipelines.lake import Lake
from pipelines.resolve.arrow.columns import is_any, keep_rows, names_of, texts_of
from pipelines.resolve.copies.find import COLUMNS, Copies, find_copies
from pipelines.resolve.increments.article_index import open_article_index
from pipelines.resolve.increments.current_rows import changes, keep_known, load_known, load_outdated, replacements
from pipelines.resolve.increments.pending import STAGE, article_files, commits_of, pending_parts, read_articles
from pipelines.resolved import COPY_TABLES

VERSIONS = {"copies": "5"}
"""Raise it when the same articles would give other copies: all are compared anew."""

PART_NO = 0  # of this stage's commit in its batch
READ = ["article_id", "revision", "outlet", "outlet_domain", *COLUMNS[1:]]


@dataclass(slots=True)
class CopiesReport:
    """What one run compared and found."""

    articles: int = 0
    rows: Counter[str] = field(default_factory=Counter)  # table -> rows added to the lake
    kinds: Counter[str] = field(default_factory=Counter)  # of all copies known now


def load_copies(lake: Lake, commits: Sequence[Commit], cache: Path) -> Copies:
    """Return what the lake knows of copies."""
    order = {"article_fingerprints": "article_no"}
    tables = load_known(lake, commits_of(commits, VERSIONS), cache / "copies", COPY_TABLES, order)
    return Copies(tables["article_copies"], tables["shared_passages"], tables["article_fingerprints"])


def resolve_pending_copies(lake: Lake, cache: Path, *, batch_id: str) -> CopiesReport:
    """Compare the articles that wait with one another and with all known ones, and commit what that changes.

    `cache` is a folder for what the next run needs, made anew from the lake where it is missing or behind.
    """
    commits = lake.commits()
    parts = pending_parts(commits, VERSIONS)
    report = CopiesReport()
    if not parts:
        return report
    index = open_article_index(lake, article_files(commits), cache / "articles")
    known = load_copies(lake, commits, cache)
    outdated = load_outdated(lake, commits, VERSIONS, COPY_TABLES)
    articles = read_articles(lake, parts, index, READ)
    with open_furniture(lake) as furniture:
        found = find_copies(
            _without_furniture(articles, furniture),
            known,
            read_articles=lambda ids: _without_furniture(index.read(ids, columns=READ), furniture),
        )
    with lake.commit(stage=STAGE, batch_id=batch_id, part=PART_NO, versions=VERSIONS) as writer:
        writer.covers += [part.articles for part in parts]
        replaced = names_of(articles["article_id"])
        for name in COPY_TABLES:
            if outdated is not None:
                rows = replacements(name, outdated[name], tables_of(found)[name], batch_id=batch_id)
            else:
                before, after = (_about(tables_of(side)[name], replaced) for side in (known, found))
                rows = changes(name, before, after, batch_id=batch_id)
            writer.add_table(name, rows)
    keep_known(cache / "copies", tables_of(found), commits_of(lake.commits(), VERSIONS))
    report.articles, report.rows = articles.num_rows, Counter(writer.rows)
    report.kinds.update(texts_of(found.copies["kind"]))
    return report


def tables_of(copies: Copies) -> dict[str, pa.Table]:
    """Return the tables by the names that the lake has for them."""
    tables = (copies.copies, copies.passages, copies.fingerprints)
    return dict(zip(COPY_TABLES, tables, strict=True))


def _without_furniture(articles: pa.Table, furniture: Furniture) -> pa.Table:
    """Return `articles` with blanks in place of what their outlets print under many: that is no copy of anything."""
    texts = []
    for row in articles.select(["outlet", "outlet_domain", "text", "body_start_char"]).to_pylist():
        text = row["text"]
        for span in furniture.spans(outlet_key(row), text, row["body_start_char"]):
            blank = " " * (span.end_char - span.start_char)
            text = text[: span.start_char] + blank + text[span.end_char :]
        texts.append(text)
    place = articles.schema.get_field_index("text")
    return articles.set_column(place, "text", pa.array(texts, articles.schema.field("text").type))


def _about(table: pa.Table, articles: set[str]) -> pa.Table:
    """Return the rows that name one of `articles`: no other row can have changed."""
    names = [name for name in ("article_id", "copy_article_id") if name in table.column_names]
    return keep_rows(table, np.logical_or.reduce([is_any(table[name], articles) for name in names]))
