"""What the lake's manifests say: commits, and the checkpoints that stand for many of them. Reads no file."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Self, TypeVar

import orjson

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Commit:
    """What one stage of one batch made visible; or, merged, what it made visible in several batches."""

    commit_id: str  # of a merged commit: that of its last member
    batch_id: str
    stage: str
    started_at: datetime
    committed_at: datetime
    files: Mapping[str, Sequence[str]]  # table -> paths relative to the lake
    rows: Mapping[str, int]
    covers: Sequence[str]  # lake files that this commit was made from
    versions: Mapping[str, str]
    digests: Mapping[str, str] = field(default_factory=dict)  # file -> SHA-256; none from before there were any
    members: Sequence[str] = ()  # ids of the commits that were merged into this one, the oldest first

    @property
    def commit_ids(self) -> Sequence[str]:
        """The commits that this one stands for."""
        return self.members or (self.commit_id,)

    @property
    def named_files(self) -> list[tuple[str, str]]:
        """The table and path of each of its files."""
        return [(table, name) for table, names in self.files.items() for name in names]

    @property
    def batch_ids(self) -> list[str]:
        """The batches that made them, the oldest first."""
        return sorted({commit_id.partition(".")[0] for commit_id in self.commit_ids})


@dataclass(frozen=True)
class Checkpoint:
    """Commits in the place of the manifests that they came from."""

    name: str
    made_at: datetime
    grace_seconds: float  # how long what it hides stays on disk for whoever reads it
    commits: Sequence[Commit]
    merged: str | None = None  # lake file with a row for each commit that was merged (`records.COMMITS`)
    forgotten: Sequence[Mapping[str, Any]] = ()  # tombstones, see `pipelines.forgotten`

    @cached_property
    def commit_ids(self) -> frozenset[str]:
        """All commits that it holds."""
        return frozenset(commit_id for commit in self.commits for commit_id in commit.commit_ids)

    @property
    def files(self) -> list[str]:
        """All lake files that it names."""
        return [*files_of(self.commits), *([self.merged] if self.merged else [])]

    def is_over(self, now: datetime) -> bool:
        """Return True where nobody reads any more what it hides."""
        return now >= self.made_at + timedelta(seconds=self.grace_seconds)

    def to_json(self) -> bytes:
        """Return the manifest's content."""
        raw = {name.name: getattr(self, name.name) for name in fields(self)}
        return orjson.dumps({**raw, "commits": [asdict(commit) for commit in self.commits]})

    @classmethod
    def from_manifest(cls, raw: Mapping[str, Any]) -> Self:
        """Return a checkpoint out of its manifest's JSON; raises as `commit_from` does."""
        commits = [commit_from(commit) for commit in raw["commits"]]
        return cls(**{**raw, "commits": commits, "made_at": datetime.fromisoformat(raw["made_at"])})


def commit_from(raw: Mapping[str, Any]) -> Commit:
    """Return a commit out of its manifest's JSON; raises what JSON of another shape makes Python raise."""
    if unknown := raw.keys() - {one.name for one in fields(Commit)}:
        raise ValueError(f"it has {', '.join(sorted(unknown))}, which this version does not know")
    return Commit(
        commit_id=_of(str, raw["commit_id"]),
        batch_id=_of(str, raw["batch_id"]),
        stage=_of(str, raw["stage"]),
        started_at=datetime.fromisoformat(raw["started_at"]),
        committed_at=datetime.fromisoformat(raw["committed_at"]),
        files={table: [_of(str, name) for name in _of(list, names)] for table, names in raw["files"].items()},
        rows={table: _of(int, rows) for table, rows in raw["rows"].items()},
        covers=[_of(str, name) for name in _of(list, raw["covers"])],
        versions={name: _of(str, version) for name, version in raw["versions"].items()},
        digests={name: _of(str, digest) for name, digest in raw.get("digests", {}).items()},
        members=[_of(str, name) for name in _of(list, raw.get("members", []))],
    )


def _of(kind: type[T], value: Any) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} where {kind.__name__} is meant"[:100])
    return value


def files_of(commits: Sequence[Commit]) -> list[str]:
    """Return all lake files that commits name."""
    return [name for commit in commits for _, name in commit.named_files]


def ids_of(commits: Sequence[Commit]) -> list[str]:
    """Return the names of commits, and of those that were merged into them: what a cache was made from."""
    return [commit_id for commit in commits for commit_id in commit.commit_ids]
