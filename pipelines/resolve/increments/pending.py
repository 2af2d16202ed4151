"""What waits to be resolved: article files, and their latest annotation, that no commit of a resolver covers.

A resolver (copies, entities, utterances) commits once a run; its manifest names every lake file that it was made from.
A crash before that commit leaves all of it waiting, and a new annotation of old articles makes them wait again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.commits import Commit
from pipelines.lake import Lake
from pipelines.records import TABLES
from pipelines.resolve.arrow.columns import is_any, keep_rows, names_of
from pipelines.resolve.increments.article_index import ArticleIndex

STAGE = "resolve"
ANNOTATE = "annotate"


@dataclass(frozen=True, slots=True)
class Part:
    """A lake file of articles, and the files of its latest annotation that the resolver reads.

    `is_read_anew` where the resolver has covered the articles themselves: then only their annotation is new, and an
    article that it leaves out (the annotator failed) keeps what an earlier one said.
    """

    articles: str
    annotations: Mapping[str, Sequence[str]]  # table -> files
    is_read_anew: bool = False

    @property
    def files(self) -> list[str]:
        """All lake files of the part."""
        return [self.articles, *(name for names in self.annotations.values() for name in names)]


def pending_parts(
    commits: Sequence[Commit], versions: Mapping[str, str], *, annotations: Collection[str] = ()
) -> list[Part]:
    """Return the parts of which no commit with these `versions` covers every file, oldest first.

    `annotations` are the tables that the resolver reads besides the articles, sentences among them.
    """
    covered = covered_files(commits, versions)
    waiting = [part for part in all_parts(commits, annotations) if not covered.issuperset(part.files)]
    return [replace(part, is_read_anew=part.articles in covered) for part in waiting]


def all_parts(commits: Sequence[Commit], annotations: Collection[str]) -> list[Part]:
    """Return every file of articles with its latest annotation, oldest first."""
    latest: dict[str, list[Commit]] = {}
    for commit in (commit for commit in commits if commit.stage == ANNOTATE):
        for name in commit.covers:
            held = latest.get(name, [])
            latest[name] = [*(c for c in held if c.batch_id == commit.batch_id), commit]
    parts = []
    for name in article_files(commits):
        annotated = latest.get(name, [])
        parts.append(Part(name, {table: files_of(annotated, table) for table in annotations}))
    return parts


def files_of(commits: Sequence[Commit], table: str) -> list[str]:
    """Return the lake files of a table in `commits`, oldest first."""
    return [name for commit in commits for name in commit.files.get(table, [])]


def article_files(commits: Sequence[Commit]) -> list[str]:
    """Return all lake files of articles, oldest first."""
    return files_of(commits, "articles")


def covered_files(commits: Sequence[Commit], versions: Mapping[str, str]) -> set[str]:
    """Return the lake files of which this resolver's last commit was one with these `versions`.

    The first of the versions names the resolver. What it made anew under others, in between, waits again.
    """
    resolver = next(iter(versions))
    made = [commit for commit in commits if commit.stage == STAGE and resolver in commit.versions]
    last = {name: commit.versions for commit in made for name in commit.covers}
    return {name for name, of in last.items() if versions.items() <= of.items()}


def commits_of(commits: Sequence[Commit], versions: Mapping[str, str]) -> list[Commit]:
    """Return the resolve commits with these `versions`, oldest first."""
    return [c for c in commits if c.stage == STAGE and versions.items() <= c.versions.items()]


def read_articles(lake: Lake, parts: Sequence[Part], index: ArticleIndex, columns: list[str]) -> pa.Table:
    """Return the articles of `parts` whose revision there is the current one; `columns` hold id and revision."""
    found = []
    for part in parts:
        rows = index.only_current(pq.read_table(lake.folder / part.articles, columns=columns))
        found.append(_only_annotated(lake, part, rows) if part.is_read_anew else rows)
    return pa.concat_tables([_schema("articles", columns).empty_table(), *found])


def _only_annotated(lake: Lake, part: Part, articles: pa.Table) -> pa.Table:
    """Return the articles that the part's annotation has: each has a sentence."""
    files = [lake.folder / name for name in part.annotations["sentences"]]
    ids = {name for file in files for name in names_of(pq.read_table(file, columns=["article_id"])["article_id"])}
    return keep_rows(articles, is_any(articles["article_id"], ids))


def read_annotations(lake: Lake, parts: Sequence[Part], index: ArticleIndex, table: str) -> pa.Table:
    """Return the rows of an annotation table that belong to current revisions of the articles of `parts`."""
    schema = TABLES[table]
    files = [name for part in parts for name in part.annotations[table]]
    found = [index.only_current(pq.read_table(lake.folder / name, schema=schema)) for name in files]
    return pa.concat_tables([schema.empty_table(), *found])


def read_added(lake: Lake, commits: Sequence[Commit], table: str) -> pa.Table:
    """Return the rows of `table` that `commits` added, oldest first."""
    schema = TABLES[table]
    files = files_of(commits, table)
    return pa.concat_tables([schema.empty_table(), *(pq.read_table(lake.folder / n, schema=schema) for n in files)])


def _schema(table: str, columns: list[str]) -> pa.Schema:
    return pa.schema([TABLES[table].field(name) for name in columns])
