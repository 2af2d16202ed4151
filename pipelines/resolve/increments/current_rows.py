"""Rows with a key in the lake: what counts of them now, and what a run has to add so that its result counts."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.commits import Commit, ids_of
from pipelines.lake import Lake
from pipelines.records import TABLES
from pipelines.resolve.arrow.queries import query
from pipelines.resolve.increments.cache import load_tables, save_tables
from pipelines.resolve.increments.pending import STAGE
from pipelines.resolved import RESOLVED_KEYS

CURRENT = """
    select * from rows
    qualify row_number() over (partition by {key} order by batch_id desc) = 1 and not is_removed
    order by {order}
"""
ADDED = """
    select new.* from new left join known using ({key})
    where known.{first} is null or hash(new) <> hash(known)
"""
LOST = "select known.* from known anti join new using ({key})"


def load_known(
    lake: Lake, commits: Sequence[Commit], folder: Path, schemas: Mapping[str, pa.Schema], order: Mapping[str, str]
) -> dict[str, pa.Table]:
    """Return the rows of each table of `schemas` that count after `commits`, out of the cache or out of the lake."""
    kept = load_tables(folder, schemas)
    if kept is not None and kept.sources == ids_of(commits):
        return kept.tables
    return {name: _current(lake, commits, name, schema, order.get(name)) for name, schema in schemas.items()}


def load_outdated(
    lake: Lake, commits: Sequence[Commit], versions: Mapping[str, str], schemas: Mapping[str, pa.Schema]
) -> dict[str, pa.Table] | None:
    """Return the rows that count of what a resolver made last under other versions than these; None where it did not.

    The first of `versions` names the resolver. What it makes anew under these has to take back what it no longer finds.
    """
    resolver = next(iter(versions))
    made = [commit for commit in commits if commit.stage == STAGE and resolver in commit.versions]
    if not made or versions.items() <= made[-1].versions.items():
        return None
    return {name: _current(lake, made, name, schema, None) for name, schema in schemas.items()}


def keep_known(folder: Path, tables: Mapping[str, pa.Table], commits: Sequence[Commit]) -> None:
    """Keep what counts after `commits` for the next run."""
    save_tables(folder, tables, sources=ids_of(commits))


def _current(lake: Lake, commits: Sequence[Commit], name: str, schema: pa.Schema, order: str | None) -> pa.Table:
    files = [lake.folder / file for commit in commits for file in commit.files.get(name, [])]
    if not files:
        return schema.empty_table()
    key = ", ".join(RESOLVED_KEYS[name])
    rows = pa.concat_tables(pq.read_table(file, schema=TABLES[name]) for file in files)
    return query(CURRENT.format(key=key, order=order or key), schema, rows=rows)


def changes(name: str, known: pa.Table, new: pa.Table, *, batch_id: str) -> pa.Table:
    """Return the lake's rows that turn `known` into `new`: rows that are new or other, and lost ones as removed."""
    words = {"key": ", ".join(RESOLVED_KEYS[name]), "first": RESOLVED_KEYS[name][0]}
    added = query(ADDED.format(**words), new.schema, known=known, new=new)
    lost = query(LOST.format(**words), new.schema, known=known, new=new)
    return pa.concat_tables(
        [_marked(name, rows, batch_id, is_removed=gone) for rows, gone in ((added, False), (lost, True))]
    )


def replacements(name: str, outdated: pa.Table, new: pa.Table, *, batch_id: str) -> pa.Table:
    """Return the lake's rows by which `new` takes the place of what other versions made: all of it, and what is gone.

    A later run reads the commits of its own version alone, so that a row which is as it was is written again too.
    """
    lost = query(LOST.format(key=", ".join(RESOLVED_KEYS[name])), new.schema, known=outdated, new=new)
    return pa.concat_tables(
        [_marked(name, rows, batch_id, is_removed=gone) for rows, gone in ((new, False), (lost, True))]
    )


def _marked(name: str, rows: pa.Table, batch_id: str, *, is_removed: bool) -> pa.Table:
    rows = rows.append_column("batch_id", pa.array([batch_id] * rows.num_rows, pa.string()))
    rows = rows.append_column("is_removed", pa.array([is_removed] * rows.num_rows, pa.bool_()))
    return rows.select(TABLES[name].names).cast(TABLES[name])
