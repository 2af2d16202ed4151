"""What broken and hostile files come to, in one batch: each its own reason code, and none harms another."""

import csv
import gzip
import io
import json
import os
import warnings
import zipfile
from collections.abc import Callable
from importlib import resources
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.ingest.limits import MAX_RECORD_BYTES

ARTICLE = "Harbour bridge to close\n\nThe bridge will close on Friday for a week, the port authority said in a note.\n"
LINE = json.dumps(
    {"title": "Mill reopens", "text": "The old mill on the Tarn opens again in May, its owner told us."}
).encode()


def _zip(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _twice(name: str, *contents: str) -> bytes:
    """An archive with several members of one name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, warnings.catch_warnings(action="ignore"):
        for content in contents:
            archive.writestr(name, content)
    return buffer.getvalue()


def _parquet(columns: dict[str, list[Any]]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def _encrypted(data: bytes) -> bytes:
    """Set the flag that says that a member needs a password, in its own header and in the directory."""
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(signature) + offset
        data = data[:place] + bytes([data[place] | 1]) + data[place + 1 :]
    return data


def _deflate64(data: bytes) -> bytes:
    """Say that a member is packed by a method that Windows uses for large ones and Python cannot undo."""
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = data.index(signature) + offset
        data = data[:place] + b"\x09" + data[place + 1 :]
    return data


def _noise(count: int) -> bytes:
    return b"".join(str(hash_).encode() for hash_ in range(count))


FILES: dict[str, bytes] = {
    "good.txt": ARTICLE.encode(),
    "empty.txt": b"",
    "blank.md": b" \n\t\n",
    "nul.txt": b"A headline\n\nA text with \0 in it, as no text has.\n",
    "noise.bin": bytes(range(256)) * 20,
    "report.pdf": b"%PDF-1.7 ...",
    "half_pairs.txt": b"\xff\xfe" + b"\x00\xd8" * 40,
    "page_in_disguise.json": b"<!doctype html><html><body><p>Gone.</p></body></html>",
    "prose.json": b"This is no JSON at all, only prose.",
    "prose.parquet": b"This is no Parquet.",
    "other.xml": b"<?xml version='1.0'?><invoice><sum>3</sum></invoice>",
    "notes.log": b"2026-01-01 something happened\n",
    "deep.json": b"[" * 100_000 + b"]" * 100_000,
    "deep.jsonl": LINE + b"\n" + b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"\n",
    "not_strict.json": b'{"title": "A", "text": NaN}',
    "surrogate.jsonl": b'{"title": "A", "text": "broken \\ud800 here"}\n' + LINE + b"\n",
    "scalars.jsonl": LINE
    + b'\n[1, 2]\n"prose"\n\n{"title": "only a title"}\n{"cut": \n'
    + LINE.replace(b"mill", b"inn"),
    "long_line.jsonl": b'{"text": "'
    + b"x" * (MAX_RECORD_BYTES + 1000)
    + b'"}\n'
    + LINE.replace(b"Mill", b"Inn")
    + b"\n",
    "long.txt": b"word " * (MAX_RECORD_BYTES // 5 + 100),
    "table.csv": b'title,text\nA,"' + b"x" * (MAX_RECORD_BYTES + 10) + b'"\nB,"short text of the article"\n',
    "ragged.csv": b"title;text\nOne;A text that is long enough to be one; really\n"
    b"Two;A second text that is long enough to be one\n",
    "one_column.csv": b"text\nhello\n",
    "columns.parquet": _parquet({"a": [1, 2], "b": ["x", "y"]}),
    "huge.parquet": _parquet(
        {"text": ["word " * (MAX_RECORD_BYTES // 4), "A row after the huge one is read as ever."]}
    ),
    "footer.parquet": _parquet({"title": ["A"], "text": ["A text that is long enough."]})[:-20] + b"PAR1" * 5,
    "cut.gz": gzip.compress(_noise(20_000))[:3000],
    "cut.jsonl.gz": gzip.compress((LINE + b"\n") * 2 + _noise(60_000))[:20_000],
    "fake.zip": b"PK\x03\x04 this is no archive",
    "fake.gz": b"no gzip",
    "bomb.gz": gzip.compress(b"\0" * 50_000_000),
    "blanks.txt.gz": gzip.compress(b"a" * 50_000_000),
    "lines.jsonl.gz": gzip.compress(LINE + b"\n" * 50_000_000),
    "other_method.zip": _deflate64(_zip({"a.txt": ARTICLE.encode()})),
    "locked.zip": _encrypted(_zip({"a.txt": ARTICLE.encode()})),
    "no_files.zip": _zip({}),
    "letter.docx": _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
    "twice.zip": _twice("a.txt", ARTICLE.replace("bridge", "pier"), ARTICLE.replace("bridge", "quay")),
    "twice.zip!a.txt": ARTICLE.replace("bridge", "slip").encode(),
    "news.zip": _zip(
        {
            "../outside.txt": ARTICLE.encode(),
            "/root.txt": ARTICLE.encode(),
            "C:\\windows.txt": ARTICLE.encode(),
            "inside.txt": ARTICLE.replace("bridge", "tunnel").encode(),
            "__MACOSX/._inside.txt": b"x",
            "deeper.zip": _zip({"deepest.zip": _zip({"a.txt.gz": gzip.compress(ARTICLE.encode())})}),
            "packed.txt.gz": gzip.compress(ARTICLE.replace("bridge", "lock").encode()),
        }
    ),
}

EXPECTED: dict[tuple[str, int | None], str] = {
    ("good.txt", None): "accepted",
    ("empty.txt", None): "empty_file",
    ("blank.md", None): "empty_file",
    ("nul.txt", None): "binary",
    ("noise.bin", None): "binary",
    ("report.pdf", None): "unsupported_format",
    ("half_pairs.txt", None): "undecodable",
    ("page_in_disguise.json", None): "no_body",
    ("prose.json", None): "mis_declared",
    ("prose.parquet", None): "mis_declared",
    ("other.xml", None): "unsupported_format",
    ("notes.log", None): "unsupported_format",
    ("deep.json", None): "broken_json",
    ("deep.jsonl", 0): "duplicate",
    ("deep.jsonl", 1): "broken_json",
    ("not_strict.json", None): "no_body",
    ("surrogate.jsonl", 0): "accepted",
    ("surrogate.jsonl", 1): "duplicate",
    ("scalars.jsonl", 0): "duplicate",
    ("scalars.jsonl", 1): "not_an_article",
    ("scalars.jsonl", 2): "not_an_article",
    ("scalars.jsonl", 3): "no_body",
    ("scalars.jsonl", 4): "broken_json",
    ("scalars.jsonl", 5): "accepted",
    ("long_line.jsonl", 0): "too_large",
    ("long_line.jsonl", 1): "accepted",
    ("long.txt", None): "too_large",
    ("table.csv", None): "too_large",
    ("ragged.csv", 0): "broken_record",
    ("ragged.csv", 1): "accepted",
    ("one_column.csv", None): "broken_csv",
    ("columns.parquet", 0): "no_body",
    ("columns.parquet", 1): "no_body",
    ("huge.parquet", 0): "too_large",
    ("huge.parquet", 1): "accepted",
    ("footer.parquet", None): "broken_parquet",
    ("cut.gz", None): "broken_container",
    ("cut.jsonl.gz", 0): "accepted",
    ("cut.jsonl.gz", 1): "duplicate",
    ("cut.jsonl.gz", 2): "broken_container",
    ("fake.zip", None): "broken_container",
    ("fake.gz", None): "mis_declared",
    ("bomb.gz", None): "binary",
    ("blanks.txt.gz", None): "too_large",
    ("lines.jsonl.gz", 0): "duplicate",
    ("lines.jsonl.gz", 1): "zip_bomb",
    ("other_method.zip!a.txt", None): "unsupported_format",
    ("locked.zip!a.txt", None): "encrypted",
    ("no_files.zip", None): "empty_file",
    ("letter.docx", None): "no_body",
    ("twice.zip!a.txt", None): "accepted",
    ("twice.zip!a#2.txt", None): "accepted",
    ("twice.zip\\x21a.txt", None): "accepted",
    ("news.zip!../outside.txt", None): "path_outside_folder",
    ("news.zip!/root.txt", None): "path_outside_folder",
    ("news.zip!C:\\windows.txt", None): "path_outside_folder",
    ("news.zip!inside.txt", None): "accepted",
    ("news.zip!deeper.zip!deepest.zip!a.txt.gz", None): "too_deep",
    ("news.zip!packed.txt.gz", None): "accepted",
}


@pytest.fixture(scope="module")
def outcomes(new_desk: Callable[[], Any]) -> dict[tuple[str, int | None], str]:
    desk = new_desk()
    for name, content in FILES.items():
        desk.put(name, content)
    outside = desk.folder.root / "outside.txt"
    outside.write_text(ARTICLE)
    (desk.folder.raw / "link_out.txt").symlink_to(outside)
    os.mkfifo(desk.folder.raw / "pipe.txt")
    desk.put(".hidden.txt", ARTICLE)
    desk.put("coming.txt.part", ARTICLE)
    desk.run()
    found: dict[tuple[str, int | None], str] = desk.outcomes()
    return found


@pytest.mark.parametrize("source", EXPECTED, ids=lambda source: f"{source[0]} {source[1]}")
def test_each_input_comes_to_its_reason(
    outcomes: dict[tuple[str, int | None], str], source: tuple[str, int | None]
) -> None:
    assert outcomes.get(source) == EXPECTED[source]


def test_links_out_and_pipes_are_rejected_unread_and_nothing_else_has_a_row(
    outcomes: dict[tuple[str, int | None], str],
) -> None:
    rest = {source: outcome for source, outcome in outcomes.items() if source not in EXPECTED}
    assert rest == {("link_out.txt", None): "path_outside_folder", ("pipe.txt", None): "not_a_file"}


def test_every_code_is_documented(outcomes: dict[tuple[str, int | None], str]) -> None:
    with resources.files("pipelines.ingest").joinpath("reasons.csv").open(encoding="utf-8") as table:
        codes = {row["code"] for row in csv.DictReader(table)}
    assert set(outcomes.values()) <= codes | {"accepted", "duplicate"}
