"""Manifests of the lake as they lie on disk: of one commit each, or a checkpoint, which stands for many at once.

A checkpoint (`_commits/<batch_id>.<stage>.<number>.json`, made by `compact`, `repair` or `forget`) holds commits that
were there before, some of them merged or rewritten. The one with the highest number counts; it hides the manifests of
all commits that it holds and all earlier checkpoints, so one rename puts it in their place. Reads and names; what the
files hold is the lake's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Self, TypeVar

import orjson

CHECKPOINTS = re.compile(r"\.(?:compact|repair|forget)\.(\d+)$")
T = TypeVar("T")
TRIES = 10  # a manifest that is swept between listing and reading is listed no more the next time


class ManifestError(ValueError):
    """A manifest cannot be read; the message is one line that names it."""

    def __init__(self, path: Path, problem: object) -> None:
        """Say which manifest, and what is wrong with it."""
        self.problem = f"it is no manifest ({' '.join(str(problem).split())})"
        super().__init__(
            f"{path} is no manifest of the lake ({' '.join(str(problem).split())}): put it back from a copy of the data"
            " folder, or let whosaid check-lake --repair put it aside"
        )


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
    def from_json(cls, data: bytes) -> Self:
        """Return what a manifest holds."""
        raw = orjson.loads(data)
        commits = [commit_from(commit) for commit in raw["commits"]]
        return cls(**{**raw, "commits": commits, "made_at": datetime.fromisoformat(raw["made_at"])})


def commit_from(raw: Mapping[str, Any]) -> Commit:
    """Return a commit out of its manifest's JSON; raises what JSON of another shape makes Python raise."""
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
    return [name for commit in commits for names in commit.files.values() for name in names]


def ids_of(commits: Sequence[Commit]) -> list[str]:
    """Return the names of commits, and of those that were merged into them: what a cache was made from."""
    return [commit_id for commit in commits for commit_id in commit.commit_ids]


def number_of(name: str) -> int | None:
    """Return the number of a checkpoint by its name; None for the manifest of a commit."""
    found = CHECKPOINTS.search(name)
    return int(found[1]) if found else None


def names_in(folder: Path) -> list[str]:
    """Return the names of all manifests on disk, sorted."""
    return sorted({path.stem for end in ("json", "copy") for path in folder.glob(f"*.{end}")})


def latest_checkpoint(names: Sequence[str]) -> str | None:
    """Return the name of the checkpoint that counts."""
    return max((name for name in names if number_of(name) is not None), key=number_of, default=None)  # type: ignore[arg-type]


def read_manifests(folder: Path) -> tuple[Checkpoint | None, list[Commit]]:
    """Return the checkpoint that counts, and the commits that it does not hold, in the order of their names."""
    for tries in range(TRIES, 0, -1):
        try:
            return _read(folder)
        except FileNotFoundError:
            if tries == 1:
                raise
    raise AssertionError("the loop returns or raises")


def _read(folder: Path) -> tuple[Checkpoint | None, list[Commit]]:
    names = names_in(folder)
    latest = latest_checkpoint(names)
    checkpoint = read_checkpoint(folder / f"{latest}.json") if latest else None
    held = checkpoint.commit_ids if checkpoint else frozenset()
    loose = [name for name in names if number_of(name) is None and name not in held]
    return checkpoint, [read_commit(folder / f"{name}.json") for name in loose]


def read_commit(path: Path) -> Commit:
    """Read the manifest of one commit."""
    with _named(path):
        return commit_from(orjson.loads(path.read_bytes()))


def read_checkpoint(path: Path) -> Checkpoint:
    """Read a checkpoint, or its copy where it is gone; a run asks for the same one many times, and it never changes."""
    path = path if path.exists() else copy_of(path)
    return _checkpoint_at(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _checkpoint_at(path: Path, mtime_ns: int) -> Checkpoint:
    with _named(path):
        return Checkpoint.from_json(path.read_bytes())


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Say which manifest it is that cannot be read."""
    try:
        yield
    except IsADirectoryError as error:
        raise ManifestError(path, error.strerror) from error
    except KeyError as error:
        raise ManifestError(path, f"it has no {error}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise ManifestError(path, error) from error


def broken_manifests(folder: Path) -> list[tuple[Path, str]]:
    """Return the manifests that cannot be read, and why; the lake is as if blind until they are away."""
    found = []
    for path in (folder / f"{name}.json" for name in names_in(folder)):
        try:
            read_commit(path) if number_of(path.stem) is None else read_checkpoint(path)
        except ManifestError as error:
            found.append((path, error.problem))
    return found


def copy_of(path: Path) -> Path:
    """Return where the copy of a checkpoint lies, written after it: all older commits hang on that one file."""
    return path.with_suffix(".copy")


def hidden_for_long(folder: Path, *, now: datetime) -> set[str]:
    """Return the manifests that a checkpoint hides, and has hidden for as long as readers are given."""
    names = names_in(folder)
    found: set[str] = set()
    for hiding in (name for name in names if number_of(name) is not None):
        checkpoint = read_checkpoint(folder / f"{hiding}.json")
        if checkpoint.is_over(now):
            found.update(name for name in names if name in checkpoint.commit_ids)
            found.update(name for name in names if -1 < (number_of(name) or -1) < (number_of(hiding) or 0))
    return found
