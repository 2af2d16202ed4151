"""Manifests of the lake as they lie on disk: of one commit each, or a checkpoint, which stands for many at once.

A checkpoint (`_commits/<batch_id>.<stage>.<number>.json`, made by `compact`, `repair` or `forget`) holds commits that
were there before, some of them merged or rewritten. The one with the highest number counts; it hides the manifests of
all commits that it holds and all earlier checkpoints, so one rename puts it in their place. Each manifest has a digest
of all else that it says, for a changed byte may leave it readable. Reads and names; what the files hold is the lake's.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from pipelines.commits import Checkpoint, Commit, commit_from

CHECKPOINTS = re.compile(r"\.(?:compact|repair|forget)\.(\d+)$")
SEAL = "sha256"  # the manifest's own digest; none in those of version 0.1
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


def sealed(manifest: bytes) -> bytes:
    """Return a manifest's JSON with the digest of what it says."""
    raw = orjson.loads(manifest)
    return orjson.dumps({**raw, SEAL: _digest(raw)}, option=orjson.OPT_INDENT_2)


def _unsealed(content: bytes) -> dict[str, Any]:
    """Return what a manifest says; raises `ValueError` where that is other than when it was written."""
    raw: dict[str, Any] = dict(orjson.loads(content))
    seal = raw.pop(SEAL, None)
    if seal not in (None, _digest(raw)):
        raise ValueError("it says other than when it was written")
    return raw


def _digest(raw: dict[str, Any]) -> str:
    return hashlib.sha256(orjson.dumps(raw)).hexdigest()


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
        return commit_from(_unsealed(path.read_bytes()))


def read_checkpoint(path: Path) -> Checkpoint:
    """Read a checkpoint, or its copy where it is gone; a run asks for the same one many times, and it never changes."""
    path = path if path.exists() else copy_of(path)
    return _checkpoint_at(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _checkpoint_at(path: Path, mtime_ns: int) -> Checkpoint:
    with _named(path):
        return Checkpoint.from_manifest(_unsealed(path.read_bytes()))


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
