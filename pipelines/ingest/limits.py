"""Limits on the size of inputs, and the error by which a stream rejects an input.

A record beyond its limit is rejected as `too_large`, a container beyond its own as `zip_bomb`; memory stays bounded
whatever the size of the file. Nothing here reads anything.
"""

from pipelines.records import Rejected

HEAD_BYTES = 64 * 1024  # of a stream's beginning, enough to tell its format
MAX_RECORD_BYTES = 4 * 1024 * 1024  # one text file, one line of JSON Lines, one row of a table
MAX_DOCUMENT_BYTES = 32 * 1024 * 1024  # a document that is parsed whole: JSON array, feed, XML, page
MAX_DOCUMENT_VALUES = 1_000_000  # of JSON in such a document; a small object takes 250 bytes of memory
MAX_DOCUMENT_TAGS = 400_000  # of XML in such a document, opening and closing; a feed of them takes a minute to read
MAX_SIDECAR_BYTES = 256 * 1024  # sidecar or front matter
MAX_NESTED_BYTES = 64 * 1024 * 1024  # a .zip or .parquet inside a container, which has to lie in memory to be read

MAX_DEPTH = 3  # containers around an article: a .tar.gz of .gz is read, that in a .zip is not
MAX_MEMBERS = 100_000  # of one .zip or .tar
MAX_UNPACKED_BYTES = 16 * 1024**3  # out of one file on disk
MAX_RATIO = 200  # unpacked to packed bytes; text packs 3 to 20 times, deflate can do 1,032
RATIO_FREE_BYTES = 16 * 1024 * 1024  # unpacked before the ratio counts: a small file of blanks harms nobody


class InputRejected(Exception):
    """Raised while an input is read, where its stream cannot go on; ends that file, not the batch."""

    def __init__(self, reason_code: str, detail: str) -> None:
        """Take the code, out of `reasons.csv`, and words for a person."""
        super().__init__(detail)
        self.rejected = Rejected(reason_code, detail)
