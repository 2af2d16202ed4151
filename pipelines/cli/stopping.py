"""Ctrl+C, SIGTERM and SIGHUP end a command alike: in one line, with the exit code by which shells tell the signal."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """A signal asked the command to end. No KeyboardInterrupt: click would make "Aborted!" and exit code 1 of that."""


@contextmanager
def signals_stop() -> Iterator[None]:
    """Raise `Stopped` in the block where a signal comes, and end the process there.

    A signal that whoever started the command has it ignore (`nohup`, a script's `&`) stays ignored. Whatever the block
    raises after a signal is its end: Dagster has handlers and an error of its own while a job runs, and a library that
    is being imported turns `Stopped` into an ImportError. The pipe keeps the signal's number.
    """
    arrived, pipe = os.pipe()
    for end in (arrived, pipe):
        os.set_blocking(end, False)
    heard = [number for number in SIGNALS if signal.getsignal(number) != signal.SIG_IGN]

    def stop(number: int, _: FrameType | None) -> None:
        if number in heard:
            raise Stopped

    signal.set_wakeup_fd(pipe, warn_on_full_buffer=False)
    for number in SIGNALS:
        signal.signal(number, stop)  # of the ignored ones too: Dagster gives SIGTERM what SIGINT has
    try:
        yield
    except BaseException:
        came = [number for number in _numbers(arrived) if number in heard]
        if not came:
            raise
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        _end(signal.Signals(came[0]))


def _numbers(arrived: int) -> bytes:
    try:
        return os.read(arrived, 64)
    except BlockingIOError:
        return b""


def _end(by: signal.Signals) -> None:
    """Say what stopped the command, and end it without waiting for threads and child processes."""
    print(f"whosaid: stopped by {by.name}; what is committed stays, and the next run goes on there", file=sys.stderr)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(128 + by)
