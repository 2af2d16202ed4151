"""Whether a run should start for what waits: files that have settled, work that an earlier run left in the lake. A run
that did not get it done is tried again after a while. Opens nothing.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

Stamps = Mapping[str, tuple[int, int]]  # path -> bytes, modification time in ns

FIRST_PAUSE, LONGEST_PAUSE = 60, 3600  # seconds between tries: doubled from try to try; the schedule too is hourly


@dataclass(frozen=True, slots=True)
class Memory:
    """What one look leaves for the next, as the sensor's cursor."""

    waiting: str = ""  # a digest of what waited
    tries: int = 0  # runs started for it
    tried_at_ns: int = 0

    @classmethod
    def from_cursor(cls, cursor: str | None) -> "Memory":
        """Read a cursor; one that means nothing (another version wrote it) is as good as none."""
        try:
            return cls(**json.loads(cursor or "{}"))
        except (ValueError, TypeError):
            return cls()

    @property
    def cursor(self) -> str:
        """The memory as a cursor."""
        return json.dumps(asdict(self))

    def pause_left(self, now_ns: int) -> float:
        """Return the seconds until another try is due; a try in the future counts as long ago, as wrong clocks go."""
        if not self.tries or now_ns < self.tried_at_ns:
            return 0
        pause = min(FIRST_PAUSE << min(self.tries - 1, 10), LONGEST_PAUSE)
        return max(0.0, pause - (now_ns - self.tried_at_ns) / 1e9)


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the folder decided, and the cursor to remember for the next."""

    starts_run: bool
    reason: str
    cursor: str


def look(new: Stamps, cursor: str | None, *, now_ns: int, settle_seconds: float, in_lake: Sequence[str] = ()) -> Look:
    """Decide whether to start a run for files that have no outcome yet, and for work that waits `in_lake` (in words).

    A run starts when all that waits is as it was at the last look, each file with the size and time that it had then,
    and all older than `settle_seconds`: while one is still being copied in, none is read. What still waits after a
    run was started for it is tried again, after a pause that grows.
    """
    before = Memory.from_cursor(cursor)
    state = hashlib.sha256(repr((sorted(new.items()), sorted(in_lake))).encode()).hexdigest()[:32]
    now = before if before.waiting == state else Memory(state)
    if not new and not in_lake:
        return Look(False, "nothing new", now.cursor)
    young = [path for path, (_, mtime) in new.items() if _age(mtime, now_ns) < settle_seconds]
    what = ", ".join([*([f"{len(new):,} new files"] if new else []), *in_lake])
    if young or now != before:
        waits_for = f", e.g. {young[0]}" if young else ""
        return Look(False, f"not settled yet: {what}{waits_for}", now.cursor)
    if (pause := now.pause_left(now_ns)) > 0:
        return Look(False, f"tried {now.tries} times, once more in {pause:.0f} s: {what}", now.cursor)
    return Look(True, f"settled: {what}", replace(now, tries=now.tries + 1, tried_at_ns=now_ns).cursor)


def _age(mtime_ns: int, now_ns: int) -> float:
    """Return seconds; a time in the future counts as long ago, or a wrong clock would keep a file out for ever."""
    return (now_ns - mtime_ns) / 1e9 if mtime_ns <= now_ns else float("inf")
