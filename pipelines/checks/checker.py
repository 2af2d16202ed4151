"""A process that runs the suites, started early so that its slow import passes while other work is done."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import IO

import orjson

from pipelines.checks.results import SuiteResult, from_json
from pipelines.checks.suites import Expectation, Suite

COMMAND = [sys.executable, "-P", "-m", str(__package__)]
SECONDS_FOR_PAGES = 60
ERROR_LINE = re.compile(r"[A-Za-z_][\w.]*(?:Error|Exception)\b")  # the line of a traceback that names what happened


class CheckerError(RuntimeError):
    """The checking process died or gave no answer. None of the suites in the request counts as checked."""


@dataclass(frozen=True, slots=True)
class Request:
    """The suites to run and the data to run them on. Paths are strings because a request is sent as JSON."""

    suites: Sequence[Suite]
    lake: str = ""
    commit_ids: Sequence[str] = ()
    warehouse: str = ""
    batch_ids: Sequence[str] = ()
    run_id: str = ""
    pages: str | None = None  # folder of the pages; none are drawn without


def request_from_json(line: bytes) -> Request:
    """Read a request from the line that `Checker` wrote."""
    raw = orjson.loads(line)
    suites = [{**one, "expectations": [Expectation(**e) for e in one["expectations"]]} for one in raw.pop("suites")]
    return Request(suites=[Suite(**suite) for suite in suites], **raw)


class Checker:
    """Runs suites in a process of its own, which starts with `start` or the first `check` and ends with `close`."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._process: subprocess.Popen[bytes] | None = None
        self._was_asked = False
        self._stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process; a pipe would fill

    def start(self) -> None:
        """Start the process, and return at once."""
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._stderr,
                process_group=0,  # a terminal's Ctrl+C is for the command, which ends it
            )

    def check(self, request: Request) -> list[SuiteResult]:
        """Run the suites that are asked for; raises `CheckerError` where the process cannot."""
        self.start()
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise CheckerError("the checking process has no pipes")
        self._was_asked = True
        try:
            process.stdin.write(orjson.dumps(asdict(request)) + b"\n")
            process.stdin.flush()
        except BrokenPipeError as error:
            raise CheckerError(self._last_words()) from error
        for line in process.stdout:
            if line.startswith(b"["):
                return from_json(line)
        raise CheckerError(self._last_words())

    def close(self) -> None:
        """Wait until the process has drawn its pages, then end it. Do nothing if it was never started."""
        if self._process is not None:
            try:
                self._process.communicate(timeout=SECONDS_FOR_PAGES if self._was_asked else 0)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.communicate()
            self._process = None
        self._stderr.close()

    def _last_words(self) -> str:
        self._stderr.seek(0)
        lines = self._stderr.read().decode("utf-8", "replace").strip().splitlines()
        named = [line for line in lines if ERROR_LINE.match(line)]
        return "the checking process ended: " + next(iter(named[-1:] or lines[-1:]), "it left no message")

    def __enter__(self) -> "Checker":
        """Return the checker; nothing starts yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close; where somebody ends the run, without waiting for pages. A run that fails has pages to show why."""
        if error is not None and not isinstance(error, Exception) and self._process is not None:
            self._process.kill()
        self.close()
