"""Tries a step again after errors of the operating system that may pass by themselves. Bad input is no such error."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from dagster import RetryRequested

TRANSIENT = frozenset({errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.ESTALE, errno.ETIMEDOUT, errno.EIO, errno.ENFILE})
MAX_RETRIES = 2
SECONDS_TO_WAIT = 5


@contextmanager
def retry_what_can_pass() -> Iterator[None]:
    """Ask Dagster to try the step again after an error that may pass, as when a network share is away."""
    try:
        yield
    except OSError as error:
        if error.errno not in TRANSIENT:
            raise
        raise RetryRequested(max_retries=MAX_RETRIES, seconds_to_wait=SECONDS_TO_WAIT) from error
