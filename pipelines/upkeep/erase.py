"""Takes articles out of the lake with all that was made of them: rows, and what names or words they alone gave.

What copies, entities and utterances say of other articles stays, with its ids, and is resolved anew by the next run. Of
an entity that others name too only the id and a name that they print stay until then.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.commits import Commit
from pipelines.ingest.identity import paths_on_disk
from pipelines.lake import Lake
from pipelines.lake_writer import write_file
from pipelines.records import TABLES
from pipelines.resolve.arrow.columns import Flags, is_any, keep_rows, texts_of

RESOLVERS = frozenset({"copies", "entities", "utterances"})  # names in the versions of their commits
GROUPS: Mapping[str, tuple[str, ...]] = {
    "entity_id": ("entities", "entity_aliases", "entity_history"),
    "utterance_id": ("utterances", "utterance_history"),
}
"""What summarises several articles goes whole where an erased one is in it: the next run says it anew of the others."""
MEMBERS = {"entity_id": "entity_mentions", "utterance_id": "utterance_segments"}


@dataclass(frozen=True, slots=True)
class Erased:
    """What goes: articles, and outcomes of raw files, which are unknown then and would be read again."""

    article_ids: Collection[str]
    paths: Collection[str]


def erase(lake: Lake, commits: Sequence[Commit], what: Erased, *, name: str) -> list[Commit]:
    """Return `commits` without the rows of some articles; files that held any are written anew under `name`.

    Nothing is visible before a checkpoint holds what is returned.
    """
    groups = {key: _values(lake, commits, table, key, what.article_ids) for key, table in MEMBERS.items()}
    renamed: dict[str, str | None] = {}
    names = _names_elsewhere(lake, commits, what.article_ids, groups["entity_id"])
    found = [_without(lake, commit, what, groups, renamed, names=names, name=name) for commit in commits]
    return uncovered([_renamed(commit, renamed) for commit in found]) if renamed else found


def uncovered(commits: Sequence[Commit]) -> list[Commit]:
    """Return commits of which no resolver's covers anything: all articles are resolved anew, with the ids they have."""
    return [replace(one, covers=[]) if not RESOLVERS.isdisjoint(one.versions) else one for one in commits]


def _values(
    lake: Lake, commits: Sequence[Commit], table: str, key: str, article_ids: Collection[str]
) -> frozenset[str]:
    """Return the values of `key` in the rows of some articles."""
    names = [name for commit in commits for name in commit.files.get(table, [])]
    is_one = pc.field("article_id").isin(pa.array(sorted(article_ids), pa.string()))
    found = (pq.read_table(lake.folder / one, columns=[key], filters=is_one)[key].to_pylist() for one in names)
    return frozenset(value for values in found for value in values if value is not None)


def _names_elsewhere(
    lake: Lake, commits: Sequence[Commit], article_ids: Collection[str], entity_ids: Collection[str]
) -> dict[str, str]:
    """Return a name that other articles print, for those of some entities that they name."""
    found: dict[str, str] = {}
    columns = ["article_id", "entity_id", "name"]
    for file in (file for commit in commits for file in commit.files.get("entity_mentions", [])):
        for row in pq.read_table(lake.folder / file, columns=columns).to_pylist():
            if row["entity_id"] in entity_ids and row["article_id"] not in article_ids:
                found[row["entity_id"]] = row["name"]
    return found


def _only_named(rows: pa.Table, names: Mapping[str, str]) -> pa.Table:
    """Return rows of entities of which those in `names` say nothing but their id and that name."""
    nothing: dict[str, list[str]] = {"roles": [], "company": [], "outlets": []}
    told = [
        {**row, **nothing, "name": names[row["entity_id"]], "full_names": [names[row["entity_id"]]]}
        if row["entity_id"] in names
        else row
        for row in rows.to_pylist()
    ]
    return pa.Table.from_pylist(told, schema=rows.schema)


def _without(  # noqa: PLR0913 - the state of one erasure
    lake: Lake,
    commit: Commit,
    what: Erased,
    groups: Mapping[str, Collection[str]],
    renamed: dict[str, str | None],
    *,
    names: Mapping[str, str],
    name: str,
) -> Commit:
    """Return a commit whose files hold no row of what goes; `renamed` learns what each of them is called now."""
    files: dict[str, list[str]] = {}
    rows, digests = dict(commit.rows), dict(commit.digests)
    for table, file in commit.named_files:
        asked = _asked(table, what, groups)
        if table == "entities":
            asked["entity_id"] = set(asked["entity_id"]) - names.keys()
        columns = [*asked, *(["path"] if table == "ingest_outcomes" else [])]
        keys = pq.read_table(lake.folder / file, columns=columns, schema=TABLES[table])
        is_kept = _is_kept(keys, asked, what.paths)
        is_told = table == "entities" and bool(is_any(keys["entity_id"], set(names)).any())
        new: str | None = file
        if is_told or not is_kept.all():
            rows[table] -= int((~is_kept).sum())
            digests.pop(file, None)
            new = renamed[file] = f"{table}/{name}.{len(renamed):04d}.parquet" if is_kept.any() else None
            if new is not None:
                whole = keep_rows(pq.read_table(lake.folder / file, schema=TABLES[table]), is_kept)
                digests[new] = write_file(lake.folder, new, _only_named(whole, names) if is_told else whole)
        files.setdefault(table, []).extend([new] if new is not None else [])
    return replace(commit, files={table: found for table, found in files.items() if found}, rows=rows, digests=digests)


def _asked(table: str, what: Erased, groups: Mapping[str, Collection[str]]) -> dict[str, Collection[str]]:
    """Return the values at which a row goes, by column: `copy_article_id`, `from_entity_id`, ..."""
    names = TABLES[table].names
    asked = {name: what.article_ids for name in names if name.endswith("article_id") or name == "duplicate_of"}
    asked |= {
        name: groups[key] for key, tables in GROUPS.items() if table in tables for name in names if name.endswith(key)
    }
    return asked


def _is_kept(keys: pa.Table, asked: Mapping[str, Collection[str]], paths: Collection[str]) -> Flags:
    is_kept = np.ones(keys.num_rows, dtype=np.bool_)
    for name, values in asked.items():
        is_kept &= ~is_any(keys[name], set(values))
    if paths and "path" in keys.column_names:
        held = set(paths)
        is_kept &= np.array([held.isdisjoint(paths_on_disk(path)) for path in texts_of(keys["path"])], dtype=np.bool_)
    return is_kept


def _renamed(commit: Commit, renamed: Mapping[str, str | None]) -> Commit:
    return replace(commit, covers=[new for name in commit.covers if (new := renamed.get(name, name)) is not None])
