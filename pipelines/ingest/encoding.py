"""Bytes to text: byte-order mark, then what the bytes themselves prove, then what is declared, then statistics.

UTF-8 is tried before a declared single-byte encoding because text that is valid UTF-8 beyond ASCII is hardly ever
anything else, while a single-byte encoding accepts any bytes. As browsers do, a few bytes that are no UTF-8 in a text
of UTF-8 are replaced (U+FFFD): statistics would find some other encoding and spoil every quotation mark. Labels are
read as browsers read them (the WHATWG encoding standard: "iso-8859-1" means windows-1252). Not here: newlines, normal
forms, what the text says.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

from pipelines.records import Rejected

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_SELF_PROVING = ("utf", "iso2022", "gb18030", "euc", "cp932", "cp949", "big5", "johab", "hz")
_ISO_2022 = re.compile(rb"\x1b(?:\$[@AB]|\$\(D|\(J|\$\)C|\$\)A)")
_ISO_2022_KR = b"\x1b$)C"
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_MOST_NOT_TEXT = 0.02  # share of characters that no text has; above it the decoding was wrong
GUESSED_MAC = "mac_roman"  # told by its marks or by statistics; where it is declared Python's name is "mac-roman"
_MAC_OPENS, _MAC_CLOSES = re.compile(rb"(?:^|[\s(>])\xd2\w", re.M), re.compile(rb"[\w.,!?]\xd3(?:[\s.,;:)<]|$)", re.M)
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_FEW_RUNS = 12  # too few to tell one single-byte encoding from another by
_ALONE_IN_EUROPE = 0.7
_MOST_REPLACED = 0.005  # share of characters that a text of UTF-8 may have in bytes that are none, or
_FEW_REPLACED = 3  # what one broken character comes to
_STATISTICS_BYTES = 64 * 1024  # enough for charset-normalizer; more only takes longer


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the Python name of the encoding that it was read by."""

    text: str
    encoding: str


def decode(data: bytes, declared: str | None = None) -> Decoded | Rejected:
    """Return the text of `data`, or a rejection `undecodable` where no encoding gives one."""
    known = known_encoding(declared)
    for encoding in _candidates(data, known):
        try:
            text: str | None = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            text = mend_utf8(data) if encoding == "utf-8" and known in (None, "utf-8") else None
        if text is not None and not _is_garbled(text):
            return Decoded(text.removeprefix("\ufeff"), "utf-8" if encoding == "utf-8-sig" else encoding)
    return Rejected("undecodable", "no encoding turns these bytes into text")


def encoding_of(head: bytes, declared: str | None = None) -> str | None:
    """Return the encoding of a stream that begins with `head`, perhaps cut within a character; None where none fits."""
    marked = marked_encoding(head)
    if marked:
        return marked
    whole_lines = head[: head.rfind(b"\n") + 1] or head
    decoded = decode(whole_lines, declared)
    if isinstance(decoded, Rejected):
        return None
    return "utf-8-sig" if decoded.encoding == "utf-8" else decoded.encoding


def mend_utf8(data: bytes) -> str | None:
    """Return the text of UTF-8 with its few broken bytes replaced; None where most beyond ASCII are no UTF-8.

    Where they are many, whole lines are in another encoding: those without any UTF-8 are read as windows-1252.
    """
    text = data.decode("utf-8", "replace")
    replaced = text.count("\ufffd")
    if replaced >= _count_beyond_ascii(text) - replaced:
        return None
    if replaced > max(_FEW_REPLACED, _MOST_REPLACED * len(text)):
        text = "\n".join(map(_mend_line, data.split(b"\n")))
    return text


def marked_encoding(data: bytes) -> str | None:
    """Return the encoding that a byte-order mark, or the zero bytes of UTF-16 and UTF-32 text, give away."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    return _by_zero_bytes(data[:4096])


def shifts_in_korean(data: bytes) -> bool:
    """True for ISO 2022-KR, whose text holds control characters: they shift between Latin and Korean letters."""
    return _ISO_2022_KR in data


def encoding_name(label: str | None) -> str | None:
    """Return the name that Python gives an encoding ("cp1250" for "windows-1250"); None where there is none."""
    try:
        return codecs.lookup((label or "").strip()).name
    except LookupError:
        return None


def known_encoding(label: str | None) -> str | None:
    """Return Python's name of a declared encoding, read as browsers do; None where there is no such text encoding."""
    try:
        info = codecs.lookup((label or "").strip().strip("\"'").replace("x-sjis", "shift_jis"))
    except LookupError:
        return None
    return _AS_BROWSERS_DO.get(info.name, info.name) if getattr(info, "_is_text_encoding", True) else None


def _candidates(data: bytes, known: str | None) -> Iterator[str]:
    marked = marked_encoding(data)
    if marked:
        yield marked
        return
    sample = data[:_STATISTICS_BYTES]
    if _ISO_2022.search(sample):
        yield "iso2022_kr" if shifts_in_korean(sample) else "iso2022_jp_2"
    if known is None:
        yield "utf-8"
    else:
        yield from (known, "utf-8") if known.startswith(_SELF_PROVING) else ("utf-8", known)
    yield from _by_statistics(sample)


def _by_statistics(sample: bytes) -> Iterator[str]:
    """Yield charset-normalizer's guess, but windows-1252 before it where there is too little to tell by.

    In the multi-byte encodings of East Asia bytes above 127 stand together; in European text nearly each stands alone.
    """
    runs = _HIGH_RUNS.findall(sample)
    is_european = sum(len(run) == 1 for run in runs) > _ALONE_IN_EUROPE * len(runs)
    best = from_bytes(sample).best()
    guess = _AS_BROWSERS_DO.get(best.encoding, best.encoding) if best else None
    is_wide = guess is not None and guess.startswith(_SELF_PROVING)
    if is_european and _MAC_OPENS.search(sample) and _MAC_CLOSES.search(sample):
        yield GUESSED_MAC  # its quotation marks are capital letters in all others
    if is_european and (len(runs) < _FEW_RUNS or is_wide):
        yield "cp1252"
    if guess is not None:
        yield guess


def _by_zero_bytes(data: bytes) -> str | None:
    if len(data) < 4 or b"\0" not in data:
        return None
    quarter = len(data) // 4
    zeros = [data[place::4][:quarter].count(0) / quarter for place in range(4)]
    if zeros[0] > 0.9 and zeros[1] > 0.9 and zeros[3] < 0.1:
        return "utf-32-be"
    if zeros[2] > 0.9 and zeros[3] > 0.9 and zeros[0] < 0.1:
        return "utf-32-le"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if even > 0.3 and odd < 0.02:
        return "utf-16-be"
    if odd > 0.3 and even < 0.02:
        return "utf-16-le"
    return None


def _is_garbled(text: str) -> bool:
    return not text.isascii() and len(_NOT_TEXT.findall(text)) > _MOST_NOT_TEXT * len(text)


def _mend_line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        stands_alone = all(len(run) == 1 for run in _HIGH_RUNS.findall(line))
        return line.decode("cp1252" if stands_alone else "utf-8", "replace")


def _count_beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))
