"""A few worker processes that survive their records: one that crashes or hangs costs its record, not the batch.

Ingest reads records in them, annotation documents.

Records travel in chunks. Where a worker dies, its chunk is sent again record by record, and the one at which the next
worker dies is rejected: a worker that the system killed blames nobody. A record alone that takes too long is
rejected at once.

`concurrent.futures` can neither stop a worker that hangs nor tell which record hung it. Pebble stops it, but loses the
whole chunk with it: what is here to find the record at fault, to keep the order and to bound memory would stay, and it
takes no less of the processor (9.9 s against 9.0 s for 3,000 records). POSIX only: workers talk over an inherited
socket.
"""

import os
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from pipelines.ingest.record import Article, RawRecord
from pipelines.records import Document, Rejected

T = TypeVar("T")

SECONDS_PER_RECORD = 60.0  # without an answer, after which a worker is taken to hang
START_SECONDS = 120.0  # for a worker to load its libraries, on a very busy machine
MAX_IN_FLIGHT_BYTES = 32 * 1024 * 1024  # of records sent or waiting, before no more are read
CHUNKS_PER_WORKER = 4

_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_PYTHON = (sys.executable, "-P")  # which imports nothing out of the working directory, where anything may lie
READ_RECORDS = f"from {__package__}.worker import main; main()"

Content = RawRecord | Document | Rejected
Result = Article | Rejected


@dataclass(slots=True, eq=False)
class Chunk(Generic[T]):
    """Inputs that are sent to a worker together, each with a label for its result. Rejected ones are only passed on."""

    labels: list[T] = field(default_factory=list)
    contents: list[Content] = field(default_factory=list)
    size: int = 0  # bytes, roughly
    is_suspect: bool = False  # a worker failed at it: its records are sent one at a time, to find the one at fault
    results: list[Any] = field(default_factory=list)  # as the workers' program gives them, or a rejection

    def __len__(self) -> int:
        """Count the inputs."""
        return len(self.labels)

    def add(self, label: T, content: Content) -> None:
        """Add an input."""
        self.labels.append(label)
        self.contents.append(content)
        self.size += _size(content)

    def pass_rejected(self) -> None:
        """Add the rejections before the next record to the results."""
        for content in self.contents[len(self.results) :]:
            if not isinstance(content, Rejected):
                return
            self.results.append(content)

    def take(self, result: Any) -> None:
        """Add the result of the next record."""
        self.results.append(result)
        self.pass_rejected()

    @property
    def is_done(self) -> bool:
        """True if every input has its result."""
        return len(self.results) == len(self.labels)

    @property
    def unread(self) -> list[Content]:
        """The records without a result that a worker is to read next."""
        unread = (content for content in self.contents[len(self.results) :] if not isinstance(content, Rejected))
        return list(islice(unread, 1) if self.is_suspect else unread)


@dataclass(slots=True, eq=False)
class _Worker(Generic[T]):
    process: "subprocess.Popen[bytes]"
    connection: Connection
    is_ready: bool = False
    has_read: bool = False
    chunk: Chunk[T] | None = None
    heard_at: float = 0.0

    def stop(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.wait()


class WorkerStartError(RuntimeError):
    """No worker process can be started; the installation is at fault, not an input."""


class Pool(Generic[T]):
    """At most `workers` processes, started when needed; use as a context manager."""

    def __init__(
        self, workers: int, how: object, *, program: str = READ_RECORDS, seconds_per_record: float = SECONDS_PER_RECORD
    ) -> None:
        """Take the program of the workers, what it is told first (`how`), and how long one record may take."""
        self._most = max(1, workers)
        self._how = how
        self._program = program
        self._patience = seconds_per_record
        self._workers: list[_Worker[T]] = []
        self._queue: deque[Chunk[T]] = deque()

    def __enter__(self) -> "Pool[T]":
        """Start nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop every worker."""
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def results(self, chunks: Iterable[Chunk[T]]) -> Iterator[tuple[T, Any]]:
        """Yield label and result of every input of `chunks`, in order; read ahead only as far as the limits allow."""
        unfinished: deque[Chunk[T]] = deque()
        in_flight = 0
        for chunk in chunks:
            chunk.pass_rejected()
            unfinished.append(chunk)
            in_flight += chunk.size
            self._queue.append(chunk)
            self._send()
            self._receive(timeout=0.0)
            while unfinished and (
                unfinished[0].is_done
                or len(unfinished) > CHUNKS_PER_WORKER * self._most
                or in_flight > MAX_IN_FLIGHT_BYTES
            ):
                first = self._finish_first(unfinished)
                in_flight -= first.size
                yield from zip(first.labels, first.results, strict=True)
        while unfinished:
            first = self._finish_first(unfinished)
            yield from zip(first.labels, first.results, strict=True)

    def _finish_first(self, unfinished: "deque[Chunk[T]]") -> Chunk[T]:
        while not unfinished[0].is_done:
            self._receive(timeout=1.0)
            self._send()
        return unfinished.popleft()

    def _send(self) -> None:
        while self._queue:
            if self._queue[0].is_done:
                self._queue.popleft()
                continue
            idle = [worker for worker in self._workers if worker.chunk is None]
            ready = [worker for worker in idle if worker.is_ready]
            if not ready:
                if not idle and len(self._workers) < self._most:
                    self._start()
                return
            worker = ready[0]
            try:
                worker.connection.send(self._queue[0].unread)
            except OSError:  # it died while it had nothing to read: no record is to blame
                self._drop_idle(worker)
                continue
            worker.chunk, worker.heard_at = self._queue.popleft(), time.monotonic()

    def _receive(self, *, timeout: float) -> None:
        listening = {worker.connection: worker for worker in self._workers if worker.chunk or not worker.is_ready}
        ready: Sequence[object] = wait(list(listening), timeout=min(timeout, self._patience))
        now = time.monotonic()
        for connection, worker in listening.items():
            if connection in ready:
                try:
                    self._take(worker)
                except (EOFError, OSError):
                    self._replace(worker)
            elif now - worker.heard_at > self._patience_with(worker):
                self._replace(worker, is_late=True)

    def _patience_with(self, worker: _Worker[T]) -> float:
        return self._patience if worker.is_ready else START_SECONDS

    def _take(self, worker: _Worker[T]) -> None:
        results: list[Any] = worker.connection.recv()
        chunk, worker.chunk = worker.chunk, None
        worker.is_ready = True
        if chunk is None:
            return
        worker.has_read = True
        for result in results:
            chunk.take(result)
        if not chunk.is_done:
            self._queue.appendleft(chunk)

    def _replace(self, worker: _Worker[T], *, is_late: bool = False) -> None:
        """Stop the worker; its chunk goes to the next free one, less the record that is known to be at fault."""
        status = None if is_late else worker.process.wait()
        worker.stop()
        self._workers.remove(worker)
        why = f"took longer than {self._patience_with(worker):g} s" if is_late else f"ended with status {status}"
        chunk = worker.chunk
        if chunk is None:
            raise WorkerStartError(f"a reading process {why} before its first record; is the installation complete?")
        if chunk.is_suspect or (is_late and len(chunk.unread) == 1):
            chunk.take(Rejected("extractor_failed", f"the process that read it {why}"))
        chunk.is_suspect = True
        self._queue.appendleft(chunk)

    def _drop_idle(self, worker: _Worker[T]) -> None:
        """Let go of a worker that ended by itself; one that never read anything tells of a broken installation."""
        worker.stop()
        self._workers.remove(worker)
        if not worker.has_read:
            raise WorkerStartError(
                f"a reading process ended with status {worker.process.returncode} before its first record; "
                "is the installation complete?"
            )

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        environment = {**os.environ, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - this interpreter, this package
                [*_PYTHON, "-c", self._program, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                process_group=0,  # a terminal's Ctrl+C is for the command; workers end with their socket
            )
        worker: _Worker[T] = _Worker(process, Connection(ours.detach()), heard_at=time.monotonic())
        worker.connection.send(self._how)
        self._workers.append(worker)


def _size(content: Content) -> int:
    if isinstance(content, Rejected):
        return 0
    if isinstance(content, Document):
        return len(content.text)
    if isinstance(content.payload, bytes):
        return len(content.payload)
    return sum(len(value) for value in content.payload.values() if isinstance(value, str | bytes))
