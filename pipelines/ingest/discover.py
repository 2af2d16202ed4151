"""Find the files to ingest below a folder, or as named, always in the same order. Opens nothing but sidecars.

What cannot be read has the modification time `UNREAD`: to make it readable changes its stamp, so that a scan reads it.

A file's `path` is relative to the raw folder where it lies below it, else absolute, so that a file has one identity
however it is named. Left without a row: hidden and temporary files (they are not news yet), folders, symbolic links to
folders inside the scanned one (their files are found where they lie), and sidecars, which belong to their text.
"""

import errno
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.ingest.record import SourceFile
from pipelines.ingest.sidecars import TEXT_SUFFIXES, find_sidecars
from pipelines.records import Rejected

UNREAD = 0  # the modification time of what could not be read
_NOT_NEWS = re.compile(
    r"\.|~\$|#.*#$|.*(~|\.(part|partial|tmp|temp|swp|swx|bak|crdownload|download|filepart|lock))$"
    r"|(thumbs\.db|desktop\.ini|__macosx)$",
    re.IGNORECASE,
)


class MissingSourceError(FileNotFoundError):
    """A file or folder that was to be ingested does not exist."""

    def __init__(self, source: Path) -> None:
        """Say what to do about `source`."""
        super().__init__(
            f"{source} does not exist: name an existing file or folder, or create it and put news files in"
        )
        self.source = source


@dataclass(frozen=True, slots=True)
class Found:
    """A file to ingest, or one that discovery already rejects."""

    source: SourceFile
    location: Path
    is_named: bool  # by the user, not found by a scan
    rejected: Rejected | None = None


def is_news(name: str) -> bool:
    """Return False for names that hidden, temporary and half-copied files bear."""
    return not _NOT_NEWS.match(name)


def discover(sources: Sequence[Path], *, root: Path) -> Iterator[Found]:
    """Yield every file of `sources` once: folders walked in the order of names, named files as they are.

    Raises `MissingSourceError` for a source that does not exist, before anything is yielded.
    """
    for source in sources:
        if is_missing(source):
            raise MissingSourceError(source)
    return _unique(sources, root)


def is_missing(source: Path) -> bool:
    """True where nothing is there; what is there and cannot be looked at is not missing."""
    try:
        source.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # the last: a name that no file can have
        return True
    except OSError:
        return False
    return False


def _unique(sources: Sequence[Path], root: Path) -> Iterator[Found]:
    seen: set[str] = set()
    for source in sources:
        for found in _walk(source.absolute(), root) if _is_folder(source) else _named(source.absolute(), root):
            if len(sources) == 1 or found.source.path not in seen:
                seen.add(found.source.path)
                yield found


def _named(location: Path, root: Path) -> Iterator[Found]:
    """Yield the file as it is; to name a sidecar is to name its text. No link beside it may lead out."""
    texts = [location.with_name(location.stem), *(location.with_suffix(suffix) for suffix in TEXT_SUFFIXES)]
    beside = [location, location.with_suffix(".json"), location.with_name(location.name + ".json"), *texts]
    boundary = _real(root if location.is_relative_to(root.absolute()) else location.parent)
    present = dict.fromkeys(path for path in beside if _is_file(path))
    stray = [path for path in present if path != location and path.is_symlink() and not _is_inside(path, boundary)]
    sidecars = find_sidecars([path.name for path in present if path not in stray], location.parent)
    yield from (_found(path, root=root, boundary=boundary, sidecar=None) for path in stray if path.suffix == ".json")
    owners = [text for text, (sidecar, _) in sidecars.items() if sidecar == location.name]
    for name in owners or [location.name]:
        yield _found(location.with_name(name), root=root, boundary=None, sidecar=sidecars.get(name))


def _walk(folder: Path, root: Path) -> Iterator[Found]:
    boundary = folder.resolve()
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            entries = sorted(os.scandir(current), key=lambda entry: entry.name)
        except OSError as error:
            yield _unreadable(current, root, error)
            continue
        entries = [entry for entry in entries if is_news(entry.name)]
        sidecars = find_sidecars([entry.name for entry in entries if _is_file_inside(entry, boundary)], current)
        taken = {sidecar for sidecar, _ in sidecars.values()}
        folders = []
        for entry in entries:
            if _is_folder_itself(entry):
                folders.append(current / entry.name)
            elif entry.name not in taken and not (entry.is_symlink() and _is_folder_inside(entry, boundary)):
                yield _found(current / entry.name, root=root, boundary=boundary, sidecar=sidecars.get(entry.name))
        waiting += reversed(folders)


def _is_folder_itself(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_folder_inside(entry: "os.DirEntry[str]", boundary: Path) -> bool:
    return _is_folder(Path(entry.path)) and _is_inside(entry, boundary)


def _is_file_inside(entry: "os.DirEntry[str]", boundary: Path) -> bool:
    return _is_file(Path(entry.path)) and (not entry.is_symlink() or _is_inside(entry, boundary))


def _is_inside(path: "os.PathLike[str]", boundary: Path) -> bool:
    return _real(path).is_relative_to(boundary)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # it cannot be looked at: no leave to enter its folder, a longer path than the system takes
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _real(path: "os.PathLike[str]") -> Path:
    """Return where a path leads in the end; a link that leads to itself, for which others raise, stays what it is."""
    return Path(os.path.realpath(path))


def _found(
    location: Path, *, root: Path, boundary: Path | None, sidecar: tuple[str, dict[str, object]] | None
) -> Found:
    try:
        status = location.lstat()
        if stat.S_ISLNK(status.st_mode):
            if boundary is not None and not _is_inside(location, boundary):
                return _rejected(location, root, "path_outside_folder", "a symbolic link out of the folder")
            status = location.stat()
        if not stat.S_ISREG(status.st_mode):
            return _rejected(location, root, "not_a_file", "neither a file nor a folder")
        mtime_ns = status.st_mtime_ns
        if not os.access(location, os.R_OK):
            return _unreadable(location, root, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
        if sidecar is not None:
            mtime_ns = max(mtime_ns, location.with_name(sidecar[0]).stat().st_mtime_ns)
    except OSError as error:
        return _unreadable(location, root, error)
    content = sidecar[1] if sidecar else None
    source = SourceFile(_path(location, root), status.st_size, mtime_ns, content)
    return Found(source, location, is_named=boundary is None)


def _unreadable(location: Path, root: Path, error: OSError) -> Found:
    found = _rejected(location, root, "unreadable_file", error.strerror or str(error))
    return replace(found, source=replace(found.source, mtime_ns=UNREAD))


def _rejected(location: Path, root: Path, reason_code: str, detail: str) -> Found:
    try:
        status = location.lstat()
        source = SourceFile(_path(location, root), status.st_size, status.st_mtime_ns)
    except OSError:
        source = SourceFile(_path(location, root), 0, 0)
    return Found(source, location, is_named=False, rejected=Rejected(reason_code, detail))


def _path(location: Path, root: Path) -> str:
    """Return the path that names `location` in every table.

    Bytes that are no UTF-8 are escaped, and so is a "!" where it would name a member of the archive beside it.
    """
    base = root.absolute()
    path = location.relative_to(base) if location.is_relative_to(base) else location
    text = os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")
    ends = [place for place, character in enumerate(location.name) if character == "!"]
    is_like_member = any(_is_file(location.with_name(location.name[:end])) for end in ends if end)
    return text.replace("!", "\\x21") if is_like_member else text
