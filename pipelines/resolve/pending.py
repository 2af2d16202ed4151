"""What waits to be resolved: article files, and their latest annotation, that no commit of a resolver covers.

A resolver (copies, entities, utterances) commits once a run; its manifest names every lake file that it was made from.
A crash before that commit leaves all of it waiting, and a new annotation of old articles makes them wait again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.lake import Commit, Lake
from pipelines.records import TABLES
from pipelines.resolve.article_index import ArticleIndex

STAGE = "resolve"
ANNOTATE = "annotate"


@dataclass(frozen=True, slots=True)
class Part:
    """A lake file of articles, and the files of its latest annotation that the resolver reads."""

    articles: str
    annotations: Mapping[str, Sequence[str]]  # table -> files

    @property
    def files(self) -> list[str]:
        """All lake files of the part."""
        return [self.articles, *(name for names in self.annotations.values() for name in names)]


def pending_parts(
    commits: Sequence[Commit], versions: Mapping[str, str], *, annotations: Collection[str] = ()
) -> list[Part]:
    """Return the parts of which no commit with these `versions` covers every file, oldest first.

    `annotations` are the tables that the resolver reads besides the articles.
    """
    covered = covered_files(commits, versions)
    return [part for part in all_parts(commits, annotations) if not covered.issuperset(part.files)]


def all_parts(commits: Sequence[Commit], annotations: Collection[str]) -> list[Part]:
    """Return every file of articles with its latest annotation, oldest first."""
    latest: dict[str, Commit] = {}
    for commit in commits:
        if commit.stage == ANNOTATE:
            latest.update(dict.fromkeys(commit.covers, commit))
    parts = []
    for name in article_files(commits):
        files = latest[name].files if name in latest else {}
        parts.append(Part(name, {table: files.get(table, []) for table in annotations}))
    return parts


def article_files(commits: Sequence[Commit]) -> list[str]:
    """Return all lake files of articles, oldest first."""
    return [name for commit in commits for name in commit.files.get("articles", [])]


def covered_files(commits: Sequence[Commit], versions: Mapping[str, str]) -> set[str]:
    """Return the lake files that commits with these `versions` were made from."""
    found = commits_of(commits, versions)
    return {name for commit in found for name in commit.covers}


def commits_of(commits: Sequence[Commit], versions: Mapping[str, str]) -> list[Commit]:
    """Return the resolve commits with these `versions`, oldest first."""
    return [c for c in commits if c.stage == STAGE and versions.items() <= c.versions.items()]


def read_articles(lake: Lake, parts: Sequence[Part], index: ArticleIndex, columns: list[str]) -> pa.Table:
    """Return the articles of `parts` whose revision there is the current one; `columns` hold id and revision."""
    found = [index.only_current(pq.read_table(lake.folder / part.articles, columns=columns)) for part in parts]
    return pa.concat_tables([_schema("articles", columns).empty_table(), *found])


def read_annotations(lake: Lake, parts: Sequence[Part], index: ArticleIndex, table: str) -> pa.Table:
    """Return the rows of an annotation table that belong to current revisions of the articles of `parts`."""
    schema = TABLES[table]
    files = [name for part in parts for name in part.annotations[table]]
    found = [index.only_current(pq.read_table(lake.folder / name, schema=schema)) for name in files]
    return pa.concat_tables([schema.empty_table(), *found])


def read_added(lake: Lake, commits: Sequence[Commit], table: str) -> pa.Table:
    """Return the rows of `table` that `commits` added, oldest first."""
    schema = TABLES[table]
    files = [name for commit in commits for name in commit.files.get(table, [])]
    return pa.concat_tables([schema.empty_table(), *(pq.read_table(lake.folder / n, schema=schema) for n in files)])


def _schema(table: str, columns: list[str]) -> pa.Schema:
    return pa.schema([TABLES[table].field(name) for name in columns])
