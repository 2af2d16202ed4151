"""Shows how far a long stage has come: bars on the command line, a log line every ten seconds everywhere else."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

LINE_SECONDS = 10
LOGGER = logging.getLogger("whosaid")

Advance = Callable[[], None]


class Progress(Protocol):
    """Shows one stage at a time."""

    def stage(self, name: str, total: int | None) -> AbstractContextManager[Advance]:
        """Begin a stage of `total` steps (None: unknown) and yield the function to call after each step."""
        ...


class LineProgress:
    """Logs a line every ten seconds of a stage; a quicker stage logs nothing."""

    def __init__(self, say: Callable[[str], None] = LOGGER.info) -> None:
        """Use `say` for every line."""
        self._say = say

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Advance]:
        """See `Progress`."""
        done, next_line = 0, time.monotonic() + LINE_SECONDS

        def advance() -> None:
            nonlocal done, next_line
            done += 1
            if time.monotonic() >= next_line:
                next_line = time.monotonic() + LINE_SECONDS
                self._say(f"{name}: {done:,}{f' of {total:,}' if total else ''}")

        yield advance
