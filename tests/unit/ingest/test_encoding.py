"""Bytes to text."""

import io
import tarfile
from pathlib import Path

import pytest

from pipelines.ingest.encoding import Decoded, decode, encoding_of, known_encoding
from pipelines.ingest.recoding import as_utf8
from pipelines.records import Rejected

TEXT = "„Es ist höchste Zeit“, sagte Frau Öztürk – und ging."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_is_read_without_being_told_how(encoding: str) -> None:
    text = TEXT if encoding != "cp1252" else TEXT * 20
    decoded = decode(text.encode(encoding))
    assert isinstance(decoded, Decoded)
    assert decoded.text == text


@pytest.mark.parametrize(
    ("declared", "written"),
    [("iso-8859-1", "cp1252"), ("iso-8859-2", "iso-8859-2"), ("x-sjis", "cp932"), ("KOI8-R", "koi8-r")],
)
def test_a_declared_encoding_is_believed_as_browsers_believe_it(declared: str, written: str) -> None:
    text = {"cp932": "市長は言った。", "koi8-r": "Мэр сказал"}.get(
        written, "Příliš žluťoučký" if "2" in declared else TEXT
    )
    text = TEXT if declared == "iso-8859-1" else text
    decoded = decode(text.encode(written, "replace"), declared)
    assert isinstance(decoded, Decoded)
    assert (decoded.text, decoded.encoding) == (
        text.encode(written, "replace").decode(written),
        known_encoding(declared),
    )


def test_utf8_is_utf8_whatever_single_byte_encoding_is_declared() -> None:
    assert decode(TEXT.encode(), "iso-8859-1") == Decoded(TEXT, "utf-8")


@pytest.mark.parametrize("declared", ["no-such-encoding", "", "base64", None])
def test_a_senseless_declaration_is_passed_over(declared: str | None) -> None:
    assert decode(TEXT.encode(), declared) == Decoded(TEXT, "utf-8")


def test_bytes_that_are_no_text_are_undecodable() -> None:
    decoded = decode(b"\xff\xfe" + b"\x00\xd8" * 50)
    assert isinstance(decoded, Rejected)
    assert decoded.reason_code == "undecodable"


def test_a_head_cut_within_a_character_tells_the_encoding() -> None:
    data = ("a line of text\n" * 3 + "ü").encode()
    assert encoding_of(data[:-1]) == "utf-8-sig"


@pytest.mark.parametrize("place", range(0, 50, 7))
def test_a_stray_byte_in_utf8_is_replaced_and_the_rest_is_read(place: int) -> None:
    text = (TEXT + "\n") * 3
    data = text[:place].encode() + b"\xff" + text[place:].encode()
    assert decode(data) == Decoded(text[:place] + "\ufffd" + text[place:], "utf-8")


def test_lines_in_another_encoding_are_read_by_it() -> None:
    later = "Später sagte Müller „nichts“, schrieb Grün.\n"
    assert decode((TEXT + "\n").encode() * 3 + later.encode("cp1252")) == Decoded((TEXT + "\n") * 3 + later, "utf-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32-le"])
def test_lines_of_wide_characters_are_recoded(encoding: str) -> None:
    lines = [f"{TEXT} {number} ਊ\n" for number in range(2000)]  # U+0A0A holds the byte of a line break
    assert list(as_utf8(io.BytesIO("".join(lines).encode(encoding)))) == [line.encode() for line in lines]


def test_real_texts_in_sixty_encodings_are_read_right(shared_folder: Path) -> None:
    """Floor of the share whose whole text comes out as Python's own codec for the named encoding gives it."""
    languages = "croatian czech hungarian polish slovak slovene bulgarian russian arabic greek turkish romanian hebrew"
    names = {"GB2312": "gb18030", "EUC-KR": "cp949", "Big5": "big5hkscs", "SHIFT_JIS": "cp932"}
    names |= {"MacCyrillic": "mac_cyrillic", "MacRoman": "mac_roman"}
    right = total = 0
    with tarfile.open(shared_folder / "real" / "files" / "chardet_tests.tar.xz") as archive:
        for member in archive.getmembers():
            parts = Path(member.name).parts
            stream = archive.extractfile(member) if len(parts) > 2 and "tests" in parts else None
            if stream is None or member.name.endswith("README.txt"):
                continue
            named = parts[-2]
            for language in languages.split():
                named = named.removesuffix(f"-{language}")
            data, decoded = stream.read(), None
            total += 1
            try:
                decoded = data.decode(names.get(named, named)).removeprefix("\ufeff")
            except (LookupError, UnicodeDecodeError):
                continue
            found = decode(data)
            right += isinstance(found, Decoded) and found.text == decoded
    assert total == 425
    assert right / total >= 0.95


def test_a_text_of_old_macs_is_told_by_its_quotation_marks() -> None:
    page = "<p>“We will go,” she said. It’s late.</p>\n<p>“So it is,” he said.</p>\n" * 4
    assert decode(page.encode("mac_roman")) == Decoded(page, "mac_roman")
