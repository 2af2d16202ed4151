"""Whether every file that the lake's commits name is there and whole: its digest, its rows, its columns. Reads only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.commits import Commit, files_of
from pipelines.lake import Lake
from pipelines.lake_writer import digest_of
from pipelines.manifests import broken_manifests
from pipelines.records import MERGED_COMMITS, TABLES

COSTS: Mapping[str, str] = {
    "articles": "its articles, until their raw files are read again; those whose raw file is gone are lost",
    "ingest_outcomes": "what became of its inputs then; the files are read once more and are unchanged",
    "sentences": "nothing: the articles are annotated again",
    "mentions": "nothing: the articles are annotated again",
    "quotes": "nothing: the articles are annotated again",
    "stances": "nothing: the articles are annotated again",
    "article_copies": "nothing: copies are looked for again",
    "shared_passages": "nothing: copies are looked for again",
    "article_fingerprints": "nothing: copies are looked for again",
    "entity_mentions": "which entity its chains were: they are resolved again, some perhaps under another id",
    "entities": "what its entities were called: they are resolved again, some perhaps under another id",
    "entity_aliases": "nothing: entities are summarised again",
    "utterances": "what its utterances were called: they are resolved again, some perhaps under another id",
    "utterance_segments": "which utterance its words were: they are resolved again, some perhaps under another id",
    "utterance_pairs": "nothing: quotes are compared again",
    "entity_history": "which entities were merged and split then",
    "entity_reports": "which decisions of yours were left out then",
    "utterance_history": "which utterances were merged and split then",
    "check_results": "what the checks found then",
    "finding_history": "when its findings were first seen and resolved",
    "corrections": "nothing: the corrections are read again",
    "commits": "when merged commits were made, and by which versions",
}
"""What is lost with a file of a table once `check-lake --repair` and a run have done what they can."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A file that is not what its commit says."""

    file: str  # relative to the lake
    table: str
    problem: str
    commit_id: str | None = None  # None for a manifest, and for the list of merged commits

    @property
    def cost(self) -> str:
        """What is lost with it."""
        return COSTS.get(self.table, "what this commit brought: it is made again from the raw files and the lake")


@dataclass(frozen=True, slots=True)
class LakeReport:
    """What a look at every file found."""

    files: int
    bytes: int
    without_digest: int  # written before there were any: read as a whole instead
    damages: list[Damage]


def check_lake(lake: Lake) -> LakeReport:
    """Look at every manifest, and every file that one names."""
    damages = [
        Damage(f"_commits/{path.name}", "manifest", problem) for path, problem in broken_manifests(lake.manifests)
    ]
    if damages:
        return LakeReport(len(damages), 0, 0, damages)  # what the others are worth is known once these are away
    commits = lake.commits()
    named = [(commit, name) for commit in commits for _, name in commit.named_files]
    damages = [damage for one in commits for damage in _of_commit(lake, one)]
    damages += [Damage(name, "articles", "its manifest is gone") for name in orphans(commits)]
    checkpoint = lake.checkpoint()
    if checkpoint and checkpoint.merged:
        damages += _of_list(lake, checkpoint.merged, checkpoint.commit_ids)
    sizes = [path.stat().st_size for _, name in named if (path := lake.folder / name).is_file()]
    without = sum(name not in commit.digests for commit, name in named)
    return LakeReport(len(named), sum(sizes), without, damages)


def orphans(commits: Sequence[Commit]) -> list[str]:
    """Return article files that commits were made from and that none of them holds: those of a manifest that is gone.

    Of annotations that are gone nothing is read but by whoever covers the next.
    """
    held = set(files_of(commits))
    covered = dict.fromkeys(name for commit in commits for name in commit.covers)
    return [name for name in covered if name not in held and name.startswith("articles/")]


def _of_commit(lake: Lake, commit: Commit) -> Iterator[Damage]:
    for table, names in commit.files.items():
        counted: list[int | None] = []
        for name in names:
            problem, rows = _look(lake.folder / name, TABLES.get(table), commit.digests.get(name))
            counted.append(rows)
            if problem:
                yield Damage(name, table, problem, commit.commit_id)
        said = commit.rows.get(table, 0)
        found = sum(rows for rows in counted if rows is not None)
        if None not in counted and found != said:
            yield Damage(names[-1], table, f"{found:,} rows where the commit says {said:,}", commit.commit_id)


def _look(path: Path, schema: pa.Schema | None, digest: str | None) -> tuple[str | None, int | None]:
    """Return what is wrong with a file, and its rows where they can be counted."""
    try:
        if digest is not None and digest_of(path) != digest:
            return "its bytes are others than when it was written", None
        if digest is None:
            pq.read_table(path)
        with pq.ParquetFile(path) as file:
            return _of_columns(file.schema_arrow, schema), file.metadata.num_rows
    except FileNotFoundError:
        return "it is missing", None
    except (OSError, pa.ArrowException) as error:
        return f"it cannot be read: {' '.join(str(error).split())[:120]}", None


def _of_columns(found: pa.Schema, schema: pa.Schema | None) -> str | None:
    """Return how columns differ from those of the table; ones that came later may be missing."""
    if schema is None:
        return "no table of this version has that name"
    odd = [
        field.name for field in found if field.name not in schema.names or field.type != schema.field(field.name).type
    ]
    return f"columns of another kind: {', '.join(odd)}" if odd else None


def _of_list(lake: Lake, name: str, commit_ids: frozenset[str]) -> list[Damage]:
    problem, _ = _look(lake.folder / name, MERGED_COMMITS, None)
    if problem is None:
        listed = set(pq.read_table(lake.folder / name, columns=["commit_id"])["commit_id"].to_pylist())
        problem = None if listed <= commit_ids else "it lists commits that are none"
    return [Damage(name, "commits", problem)] if problem else []
