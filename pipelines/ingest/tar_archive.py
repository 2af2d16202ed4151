"""The members of a .tar, in its order, read as a stream; nothing is unpacked to disk.

Python's `tarfile` ends in silence where an archive is cut off within a header, and reads a header of any declared size
into memory; here both are errors.
"""

import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from pipelines.ingest.limits import MAX_MEMBERS, InputRejected
from pipelines.records import Rejected

BROKEN = (tarfile.TarError, EOFError, OSError, ValueError)
_LONGEST_HEADER = 1024 * 1024  # bytes of long names and attributes of one member


@dataclass(frozen=True, slots=True)
class TarMember:
    """A file in the archive: its name and stream, or why it is refused."""

    name: str
    content: Rejected | io.BufferedIOBase


def read_tar(stream: io.BufferedReader) -> Iterator[TarMember]:
    """Yield each file of an archive; folders are passed over.

    Raises `InputRejected`: `broken_container` where it is cut off or damaged, `zip_bomb` beyond the most members.
    """
    ended: list[str] = []
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_info_class(ended)) as archive:
            for count, info in enumerate(archive):
                if count >= MAX_MEMBERS:
                    raise InputRejected("zip_bomb", f"more than {MAX_MEMBERS} members")
                if info.isdir():
                    continue
                yield _member(archive, info)
    except BROKEN as error:
        raise InputRejected("broken_container", f"no readable tar from here on: {error}") from error
    if "EOFHeaderError" not in ended:  # two blocks of zeros are its end
        raise InputRejected("broken_container", "the archive is cut off; what stands before is read")


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo) -> TarMember:
    if not info.isreg() or info.issparse():
        return TarMember(info.name, Rejected("not_a_file", "a link, device or file with holes in an archive"))
    opened = archive.extractfile(info)
    if opened is None:
        return TarMember(info.name, Rejected("not_a_file", "no file"))
    return TarMember(info.name, opened)  # type: ignore[arg-type, unused-ignore]


def _info_class(ended: list[str]) -> type[tarfile.TarInfo]:
    """Return a class of members that notes how the archive ends and refuses headers that are no headers."""

    class Info(tarfile.TarInfo):
        @classmethod
        def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
            try:
                return super().fromtarfile(tarfile)
            except Exception as error:
                ended.append(type(error).__name__)
                raise

        def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
            if not (self.isreg() or self.isdir()) and self.size > _LONGEST_HEADER:
                raise tarfile.ReadError("a header that is longer than any name")
            return super()._proc_member(archive)  # type: ignore[misc, no-any-return]

    return Info
