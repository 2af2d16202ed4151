"""The process that annotates: what crashes there, or never ends, costs one document. `ingest.pool` starts it."""

import os
import sys
from multiprocessing.connection import Connection

from pipelines.annotate.annotating import annotate_chunk
from pipelines.records import Document

PROGRAM = f"from {__package__}.worker import main; main()"


def main() -> None:
    """Make an annotator by the function that comes first over the socket, then answer each list of documents."""
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    connection = Connection(int(sys.argv[1]))
    try:
        annotator = connection.recv()()
        connection.send([])
        while True:
            documents: list[Document] = connection.recv()
            connection.send(annotate_chunk(annotator, documents))
    except (EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        return
