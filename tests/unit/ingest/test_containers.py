"""Archives and packed files beside .zip and .gz, alone and in one another."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.ingest.discover import discover
from pipelines.ingest.reading import read
from pipelines.records import Rejected

ARTICLE = b'{"title": "Mill reopens", "text": "It stood idle for years."}\n'


def _outcomes(path: Path, data: bytes) -> dict[str, str]:
    path.write_bytes(data)
    pieces = [piece for found in discover([path], root=path.parent) for piece in read(found)]
    return {
        piece.source.path: piece.content.reason_code
        if isinstance(piece.content, Rejected)
        else str(piece.source_format)
        for piece in pieces
    }


def _tar(members: Mapping[str, bytes | tarfile.TarInfo]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in members.items():
            info = content if isinstance(content, tarfile.TarInfo) else tarfile.TarInfo(name)
            data = content if isinstance(content, bytes) else b""
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def _arrow(data: bytes, codec: str) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, codec) as stream:
        stream.write(data)
    return bytes(sink.getvalue())


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".bz2", bz2.compress(ARTICLE)),
        (".xz", lzma.compress(ARTICLE)),
        (".zst", _arrow(ARTICLE, "zstd")),
        (".gz", gzip.compress(ARTICLE, mtime=0)),
        (".bz2", bz2.compress(ARTICLE) + bz2.compress(b"\n")),
        (".xz", lzma.compress(ARTICLE) + bytes(8) + lzma.compress(b"\n")),
        (".zst", _arrow(ARTICLE, "zstd") + _arrow(b"\n", "zstd")),
    ],
)
def test_a_packed_file_is_read_as_what_it_holds(tmp_path: Path, suffix: str, data: bytes) -> None:
    assert _outcomes(tmp_path / f"a.jsonl{suffix}", data) == {f"a.jsonl{suffix}": "jsonl"}


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress, lambda data: _arrow(data, "zstd")])
def test_the_files_of_a_tar_are_read_however_it_is_packed(tmp_path: Path, pack: object) -> None:
    data = _tar({"./2026/a.jsonl": ARTICLE, "2026/b.jsonl.gz": gzip.compress(ARTICLE), "2026/.hidden": b"x"})
    found = _outcomes(tmp_path / "news.tgz", pack(data))  # type: ignore[operator]
    assert found == {"news.tgz!2026/a.jsonl": "jsonl", "news.tgz!2026/b.jsonl.gz": "jsonl"}


def test_links_and_paths_that_lead_out_of_a_tar_are_refused(tmp_path: Path) -> None:
    link = tarfile.TarInfo("link.txt")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    found = _outcomes(tmp_path / "a.tar", _tar({"link.txt": link, "../out.jsonl": ARTICLE, "in.jsonl": ARTICLE}))
    assert found == {
        "a.tar!link.txt": "not_a_file",
        "a.tar!../out.jsonl": "path_outside_folder",
        "a.tar!in.jsonl": "jsonl",
    }


@pytest.mark.parametrize("suffix", [".tar.gz", ".bz2", ".xz"])
def test_what_unpacks_to_much_more_than_it_is_is_refused(tmp_path: Path, suffix: str) -> None:
    blanks = b'{"text": "' + b" " * (40 << 20) + b'"}'
    packed = {
        ".tar.gz": lambda: gzip.compress(_tar({f"{number}.jsonl": blanks[: 4 << 20] for number in range(12)}), 9),
        ".bz2": lambda: bz2.compress(blanks),
        ".xz": lambda: lzma.compress(blanks, preset=0),
    }
    assert "zip_bomb" in _outcomes(tmp_path / f"a.jsonl{suffix}", packed[suffix]()).values()


def test_an_archive_for_the_web_gives_its_captures_alone(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("datapackage.json", json.dumps({"profile": "data-package", "resources": []}))
        archive.writestr("pages/pages.jsonl", ARTICLE)
        archive.writestr("archive/data.warc", b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n")
    assert _outcomes(tmp_path / "a.wacz", packed.getvalue()) == {"a.wacz!archive/data.warc": "no_entries"}
