"""A process that runs the suites, started early so that its slow import passes while other work is done."""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from types import TracebackType
from typing import IO

import orjson

from pipelines.checks.findings import CheckFindings, from_json
from pipelines.lake import Commit, Lake

COMMAND = [sys.executable, "-m", "pipelines.checks.expectations"]


class CheckerError(RuntimeError):
    """The checking process died or gave no answer; nothing that it was asked about counts as checked."""


class Checker:
    """Starts on `start` or the first `check`; ends with `close` or its owner."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process; a pipe would fill

    def start(self) -> None:
        """Start the process, and return at once."""
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._stderr
            )

    def check(self, lake: Lake, commits: Sequence[Commit], tables: Sequence[str]) -> list[CheckFindings]:
        """Run the suites of `tables` over what `commits` made visible; raises `CheckerError` where it cannot."""
        self.start()
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise CheckerError("the checking process has no pipes")
        commit_ids = [commit.commit_id for commit in commits]
        request = {"lake": str(lake.folder), "commit_ids": commit_ids, "tables": tables}
        try:
            process.stdin.write(orjson.dumps(request) + b"\n")
            process.stdin.flush()
        except BrokenPipeError as error:
            raise CheckerError(self._last_words()) from error
        for line in process.stdout:
            if line.startswith(b"["):
                return from_json(line)
        raise CheckerError(self._last_words())

    def close(self) -> None:
        """End the process, if it was started."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
        self._stderr.close()

    def _last_words(self) -> str:
        self._stderr.seek(0)
        lines = self._stderr.read().decode("utf-8", "replace").strip().splitlines()
        return "the checking process ended: " + (lines[-1] if lines else "it left no message")

    def __enter__(self) -> "Checker":
        """Return the checker; nothing starts yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()
