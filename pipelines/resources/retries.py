"""Which errors may pass by themselves, and how often a step is then tried again. Bad input is not among them."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from dagster import RetryRequested

TRANSIENT = frozenset({errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.ESTALE, errno.ETIMEDOUT, errno.EIO, errno.ENFILE})
MAX_RETRIES = 2
SECONDS_TO_WAIT = 5


@contextmanager
def retry_what_can_pass() -> Iterator[None]:
    """Ask Dagster for another try where the operating system refuses for the moment (a share that is away, say)."""
    try:
        yield
    except OSError as error:
        if error.errno not in TRANSIENT:
            raise
        raise RetryRequested(max_retries=MAX_RETRIES, seconds_to_wait=SECONDS_TO_WAIT) from error
