"""Whether new files have settled: unchanged between two looks, and old enough that nobody writes. Opens nothing."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

Stamps = Mapping[str, tuple[int, int]]  # path -> bytes, modification time in ns


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the folder decided, and the cursor to remember for the next."""

    starts_run: bool
    reason: str
    cursor: str  # a digest of the new files and their state: also the key of the run that reads them


def look(new: Stamps, cursor: str | None, *, now_ns: int, settle_seconds: float) -> Look:
    """Decide whether to start a run for the files that have no outcome yet.

    A run starts when the new files are those of the last look, each with the size and time that it had then, and all
    older than `settle_seconds`: while one is still being copied in, none is read.
    """
    state = hashlib.sha256(repr(sorted(new.items())).encode()).hexdigest()[:32]
    if not new:
        return Look(False, "nothing new", state)
    young = [path for path, (_, mtime) in new.items() if _age(mtime, now_ns) < settle_seconds]
    if young or state != cursor:
        waits_for = f", e.g. {young[0]}" if young else ""
        return Look(False, f"{len(new):,} new files have not settled yet{waits_for}", state)
    return Look(True, f"{len(new):,} new files have settled", state)


def _age(mtime_ns: int, now_ns: int) -> float:
    """Return seconds; a time in the future counts as long ago, or a wrong clock would keep a file out for ever."""
    return (now_ns - mtime_ns) / 1e9 if mtime_ns <= now_ns else float("inf")
