"""How a long stage tells how far it is. The command line shows bars; everywhere else a line now and then is enough."""

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
        """Begin a stage of `total` steps (None: not known) and yield what is to be called after each."""
        ...


class LineProgress:
    """Logs a line every ten seconds of a stage, and none for one that is quicker."""

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
