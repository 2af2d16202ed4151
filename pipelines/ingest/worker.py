"""The process that reads records. Reading may take long, crash or hang, so it is kept out of the process that writes.

`pool.py` starts it, sends lists of records over a socket and gets as many results back.
"""

import os
import sys
from multiprocessing.connection import Connection

from pipelines.ingest import formats
from pipelines.ingest.identity import claimed_ids, fingerprint
from pipelines.ingest.likeness import sketch
from pipelines.ingest.limits import InputRejected
from pipelines.ingest.metadata import complete
from pipelines.ingest.reading_settings import ReadingSettings
from pipelines.ingest.record import Article, RawRecord
from pipelines.records import Rejected


def read_record(record: RawRecord, reading: ReadingSettings) -> Article | Rejected:
    """Return the article that a record holds, or why it holds none; never raises for a record's content."""
    try:
        extracted = formats.extract(record, reading.mapping)
        if isinstance(extracted, Rejected):
            return extracted
        completed = complete(extracted, record, reading.assumed)
        if isinstance(completed, Rejected):
            return completed
        fields = completed.fields
        body = fields["text"][fields["body_start_char"] :]
        ids = claimed_ids(fields["url"], record, extracted.key)
        outline = sketch(body) if len(ids) > 1 else b""  # of what states no address nothing is compared
        return Article(ids, fingerprint(fields), outline, fields)
    except InputRejected as error:
        return error.rejected
    except Exception as error:  # noqa: BLE001 - a reader's fault on one record must not end the batch
        return Rejected("reader_failed", f"{type(error).__name__}: {error}")


def serve(connection: Connection, reading: ReadingSettings) -> None:
    """Say that all is loaded, then answer each list of records until the other end closes."""
    connection.send([])
    while True:
        try:
            records: list[RawRecord] = connection.recv()
        except EOFError:
            return
        connection.send([read_record(record, reading) for record in records])


def main() -> None:
    """Serve the socket whose file descriptor is the first argument; what readers print goes to standard error."""
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    connection = Connection(int(sys.argv[1]))
    try:
        serve(connection, connection.recv())
    except (BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        return
