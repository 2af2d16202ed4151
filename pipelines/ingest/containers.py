"""Open .zip, .tar and packed files (.gz, .bz2, .xz, .zst), and these in one another, as streams of their members.

Nothing is unpacked to disk. Limits (`limits.py`) hold over all that comes out of one file on disk. A member's path is
"news.zip!2026/a.html"; what a packed file holds keeps its path. Hidden and temporary members, and folders, are passed
over as they are on disk. Of a .wacz the web archives are read; its other files describe them.
"""

import io
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath, PureWindowsPath
from typing import cast

from pipelines.ingest.decompression import COMPRESSIONS, decompressed
from pipelines.ingest.detect import Detected, detect
from pipelines.ingest.discover import is_news
from pipelines.ingest.limits import (
    HEAD_BYTES,
    MAX_DEPTH,
    MAX_MEMBERS,
    MAX_NESTED_BYTES,
    MAX_SIDECAR_BYTES,
    InputRejected,
)
from pipelines.ingest.record import SourceFile
from pipelines.ingest.sidecars import pair_sidecars
from pipelines.ingest.tar_archive import read_tar
from pipelines.ingest.unpacking import BROKEN, Budget, Unpacking, buffered
from pipelines.ingest.zip_directory import unlisted
from pipelines.records import Rejected

WORD_DOCUMENT = "word/document.xml"  # the member that makes a .zip a .docx
_NOT_ARCHIVES = {
    "[Content_Types].xml": "an Office document",
    "mimetype": "an OpenDocument file or e-book",
    "META-INF/MANIFEST.MF": "a Java program",
}


_WARC_IN_WACZ = re.compile(r"archive/[^/]+\.warc(?:\.gz)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Member:
    """An input that is no container: its format and stream, or why it is rejected."""

    source: SourceFile
    content: Rejected | tuple[str, io.BufferedReader]


def open_members(source: SourceFile, stream: io.BufferedReader) -> Iterator[Member]:
    """Yield every input of a file: itself where it is no container, else the members; `stream` starts at its
    beginning.
    """
    yield from _open(source, stream, Budget(max(source.size, 1)), depth=0)


def _open(
    source: SourceFile, stream: io.BufferedReader, budget: Budget, *, depth: int, is_packed: bool = False
) -> Iterator[Member]:
    try:
        head = stream.peek(HEAD_BYTES)[:HEAD_BYTES]
        detected = detect(head, source.path, is_packed=is_packed)
        if isinstance(detected, Rejected):
            yield Member(source, detected)
        elif not detected.is_container:
            yield Member(source, (detected.name, _seekable(stream) if detected.name == "parquet" else stream))
        elif depth >= MAX_DEPTH:
            yield Member(source, Rejected("too_deep", f"more than {MAX_DEPTH} containers inside one another"))
        else:
            yield from _unpack(source, stream, budget, detected=detected, depth=depth)
    except InputRejected as error:
        yield Member(source, error.rejected)


def _unpack(
    source: SourceFile, stream: io.BufferedReader, budget: Budget, *, detected: Detected, depth: int
) -> Iterator[Member]:
    if detected.name in COMPRESSIONS:
        inner = buffered(Unpacking(decompressed(stream, detected.name), budget))
        yield from _open(source, inner, budget, depth=depth + 1, is_packed=True)
        return
    if detected.name == "tar":
        yield from _untar(source, stream, budget, depth=depth)
        return
    seekable = _seekable(stream)
    try:
        archive = zipfile.ZipFile(seekable)
    except BROKEN as error:
        raise InputRejected("broken_container", f"no readable zip: {error}") from error
    with archive:
        if WORD_DOCUMENT in archive.NameToInfo:
            seekable.seek(0)
            yield Member(source, ("docx", seekable))
            return
        yield from _unzip(source, archive, budget, depth=depth)
        left_out = unlisted(archive, seekable)
    if left_out is not None:
        yield Member(source, Rejected("broken_container", left_out))


def _unzip(source: SourceFile, archive: zipfile.ZipFile, budget: Budget, *, depth: int) -> Iterator[Member]:
    infos = [info for info in archive.infolist() if not info.is_dir() and _is_news(info.filename)]
    if len(infos) > MAX_MEMBERS:
        raise InputRejected("zip_bomb", f"more than {MAX_MEMBERS} members")
    for name, kind in _NOT_ARCHIVES.items():
        if name in archive.NameToInfo:
            raise InputRejected("unsupported_format", f"{kind}, no archive of news files")
    infos = _of_web_archive(infos) or infos
    if not infos:
        raise InputRejected("empty_file", "a zip without files")
    sidecars = _sidecars(archive, infos)
    taken = {name for name, _ in sidecars.values()}
    names: Counter[str] = Counter()
    for info in infos:
        if info.filename in taken:
            continue
        content = sidecars[info.filename][1] if info.filename in sidecars else None
        name = _distinct(info.filename.encode("utf-8", "backslashreplace").decode(), names)
        member = replace(source, path=f"{source.path}!{name}", sidecar=content)
        refused = _refusal(info)
        if refused is not None:
            yield Member(member, refused)
            continue
        try:
            opened = archive.open(info)
        except NotImplementedError:
            yield Member(
                member, Rejected("unsupported_format", "packed in a way that is not read; pack it as a usual .zip")
            )
            continue
        except (*BROKEN, RuntimeError) as error:
            yield Member(member, Rejected("broken_container", f"cannot be unpacked: {error}"))
            continue
        with opened:
            inner = buffered(Unpacking(cast(io.BufferedIOBase, opened), budget))
            yield from _open(member, inner, budget, depth=depth + 1)


def _untar(source: SourceFile, stream: io.BufferedReader, budget: Budget, *, depth: int) -> Iterator[Member]:
    names: Counter[str] = Counter()
    is_empty = True
    for found in read_tar(stream):
        if not _is_news(found.name):
            continue
        is_empty = False
        name = _distinct(found.name.removeprefix("./").encode("utf-8", "backslashreplace").decode(), names)
        member = replace(source, path=f"{source.path}!{name}", sidecar=None)
        refused = found.content if isinstance(found.content, Rejected) else _refusal_of_path(found.name)
        if refused is not None or isinstance(found.content, Rejected):
            yield Member(member, refused or Rejected("not_a_file", "no file"))
            continue
        inner = buffered(Unpacking(found.content, budget, is_counted=depth == 0))
        yield from _open(member, inner, budget, depth=depth + 1)
    if is_empty:
        raise InputRejected("empty_file", "a tar without files")


def _of_web_archive(infos: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the WARC files of a WACZ, whose other files describe them; none where the zip is no WACZ."""
    if not any(info.filename == "datapackage.json" for info in infos):
        return []
    return [info for info in infos if _WARC_IN_WACZ.fullmatch(info.filename)]


def _distinct(name: str, names: Counter[str]) -> str:
    """Return a member's name, with a number before its suffix ("a#2.txt") where `names` has it from another member."""
    distinct = name
    while names[distinct]:
        names[name] += 1
        stem, dot, suffix = name.rpartition(".")
        distinct = f"{stem}#{names[name]}.{suffix}" if dot else f"{name}#{names[name]}"
    names[distinct] += 1
    return distinct


def _sidecars(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> dict[str, tuple[str, dict[str, object]]]:
    def read(name: str) -> bytes:
        try:
            with archive.open(name) as stream:
                return stream.read(MAX_SIDECAR_BYTES + 1)
        except (*BROKEN, RuntimeError) as error:
            raise OSError(str(error)) from error

    return pair_sidecars([info.filename for info in infos if _refusal(info) is None], read)


def _refusal(info: zipfile.ZipInfo) -> Rejected | None:
    refused = _refusal_of_path(info.filename)
    if refused is not None:
        return refused
    if info.flag_bits & 0x1:
        return Rejected("encrypted", "needs a password")
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return Rejected("not_a_file", "a link or device in an archive")
    return None


def _refusal_of_path(name: str) -> Rejected | None:
    windows, posix = PureWindowsPath(name), PurePosixPath(name)
    if posix.is_absolute() or windows.is_absolute() or windows.drive or ".." in (*posix.parts, *windows.parts):
        return Rejected("path_outside_folder", "the member's path leads out of the archive")
    return None


def _is_news(name: str) -> bool:
    return all(is_news(part) or part in ("..", ".") for part in PurePosixPath(name).parts if part != "/")


def _seekable(stream: io.BufferedReader) -> io.BufferedReader:
    """Return `stream` where it is a file on disk, else its bytes in memory, up to `MAX_NESTED_BYTES`."""
    if not isinstance(stream.raw, Unpacking):
        return stream
    data = stream.read(MAX_NESTED_BYTES + 1)
    if len(data) > MAX_NESTED_BYTES:
        raise InputRejected("too_large", f"more than {MAX_NESTED_BYTES >> 20} MiB of zip or Parquet inside a container")
    return buffered(io.BytesIO(data))
