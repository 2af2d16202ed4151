"""The stage `compact`: many small commits of old batches to few, in one checkpoint; rows, ids and their order stay.

A commit that a much larger one precedes waits until there are more of its kind, so that a row is written again a few
times in a year, not with every run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.commits import Checkpoint, Commit, files_of, ids_of
from pipelines.lake import Lake
from pipelines.lake_writer import digest_of, write_file
from pipelines.records import TABLES
from pipelines.upkeep.mergeable import Lines
from pipelines.upkeep.merged import write_merged

STAGE = "compact"
BATCHES_KEPT = 1  # the last stays as it is: what a run looks at where nothing is new
BATCHES_BEFORE = 8  # so many come before they are merged: ten manifests and twenty files each
MOST_BYTES = 8_000_000  # of what becomes one: some ten thousand articles, which a stage reads into memory at once
GRACE_SECONDS = 3600  # how long a reader has to open the files that it was told of


@dataclass(frozen=True, slots=True)
class CompactReport:
    """How many commits there were before and after."""

    before: int
    after: int


def compact(
    lake: Lake, *, batch_id: str, now: datetime | None = None, batches_before: int = BATCHES_BEFORE
) -> CompactReport:
    """Merge the small commits of old batches where `batches_before` have come since the last time.

    The caller holds the writer's lock and has published all of the lake. A crash before the checkpoint leaves
    everything as it was. What the checkpoint takes the place of is swept by a later run: whoever was told of a file
    finds it there.
    """
    commits, checkpoint = lake.commits(), lake.checkpoint()
    held = checkpoint.commit_ids if checkpoint else frozenset()
    loose = {commit.batch_id for commit in commits if commit.commit_id not in held}
    groups = _groups(lake, commits) if len(loose) >= batches_before + BATCHES_KEPT else []
    if not groups:
        return CompactReport(len(commits), len(commits))
    name = lake.next_checkpoint(STAGE, batch_id)
    after = _put_together(commits, [_merge(lake, group, f"{name}.{no:04d}") for no, group in enumerate(groups)], groups)
    lake.put_checkpoint(
        Checkpoint(
            name=name,
            made_at=now or datetime.now(UTC),
            grace_seconds=GRACE_SECONDS,
            commits=after,
            merged=write_merged(lake, after, checkpoint, commits, name=name),
            forgotten=checkpoint.forgotten if checkpoint else (),
        )
    )
    return CompactReport(len(commits), len(after))


def _groups(lake: Lake, commits: Sequence[Commit]) -> list[list[Commit]]:
    """Return the commits that become one, group by group; what is damaged stays as it is, for `check-lake` to tell."""
    last = sorted({commit.batch_id for commit in commits})[-BATCHES_KEPT:]
    sizes = {commit.commit_id: _bytes(lake, commit) for commit in commits if commit.batch_id not in last}
    small = {name: size for name, size in sizes.items() if size is not None}
    found = Lines(commits).mergeable(small, most_bytes=MOST_BYTES)
    whole = (together for together in found if all(_is_whole(lake, one) for one in chain(*together)))
    return [group for together in whole for group in together if len(group) > 1]


def _bytes(lake: Lake, commit: Commit) -> int | None:
    try:
        return sum((lake.folder / name).stat().st_size for name in files_of([commit]))
    except FileNotFoundError:
        return None


def _is_whole(lake: Lake, commit: Commit) -> bool:
    return all(digest_of(lake.folder / name) == digest for name, digest in commit.digests.items())


def _merge(lake: Lake, group: Sequence[Commit], name: str) -> Commit:
    """Write the files of one commit in the place of several, and return it."""
    files, digests, rows = {}, {}, {}
    for table in dict.fromkeys(table for commit in group for table in commit.files):
        names = [name for commit in group for name in commit.files.get(table, [])]
        data = pa.concat_tables([pq.read_table(lake.folder / one, schema=TABLES[table]) for one in names])
        file = f"{table}/{name}.parquet"
        files[table], rows[table], digests[file] = [file], data.num_rows, write_file(lake.folder, file, data)
    return replace(
        group[-1],
        started_at=group[0].started_at,
        files=files,
        rows=rows,
        digests=digests,
        covers=list(dict.fromkeys(name for commit in group for name in commit.covers)),
        members=ids_of(group),
    )


def _put_together(
    commits: Sequence[Commit], merged: Sequence[Commit], groups: Sequence[Sequence[Commit]]
) -> list[Commit]:
    """Return all commits, the merged ones in the place of their members; covered files have the names of now."""
    gone = {commit.commit_id for group in groups for commit in group}
    names: dict[str, str] = {}
    for commit, group in zip(merged, groups, strict=True):
        for member in group:
            names |= {old: commit.files[table][0] for table, old in member.named_files}
    after = sorted([*(one for one in commits if one.commit_id not in gone), *merged], key=lambda one: one.commit_id)
    return [_renamed(commit, names) for commit in after]


def _renamed(commit: Commit, names: Mapping[str, str]) -> Commit:
    return replace(commit, covers=list(dict.fromkeys(names.get(name, name) for name in commit.covers)))
