"""Characters that a wrong encoding or a second escaping destroyed, mended where what was meant is certain.

`articles.mended` says what was done. What cannot be told stays as it is, and the finding `broken_encoding` shows it.

- mojibake: UTF-8 that was read as windows-1252 ("â€œ"), by ftfy, which changes a line only where the result is more
  plausible; a closing mark whose last byte is lost ("â€" before white space) is the only sign that windows-1252 loses.
- c1_controls: windows-1252's marks read as Latin-1, which has controls in their place.
- mac_roman: a text of old Macs read as windows-1252, told by its quotation marks or apostrophes ("ÒitÕs lateÓ"), or
  bytes that declare no encoding and are told to be Mac Roman in the same way (`encoding`).
- escapes: characters that a program wrote as "\\u201c" or, out of a mail, as "=E2=80=9C".
- entities: HTML's escapes that were escaped once more ("&amp;quot;").
"""

import re
from dataclasses import dataclass

from pipelines.ingest.markup import without_entities

_MOST_ESCAPINGS = 3
_SUSPICIOUS = re.compile(
    "[\x80-\x9f]|\u201a\u00c4|\u0432\u0402|\u0393\u00c7|\u00d4\u00c7|\u221a[\u00a0-\u00bf\u2020-\u2265]|[\u00c2\u00c3\u00d0\u00d1\u00d8\u00d9\u00e0-\u00ef\u00f0][\x80-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122\ufffd]"
)
_MAC_MARKS = re.compile("[\u00d2\u00d5]")
_BEGINS_SUSPICIOUS = re.compile(
    "[\x80-\x9f\u201a\u0432\u0393\u00d4\u00d5\u221a\u00c2\u00c3\u00d0-\u00d2\u00d8\u00d9\u00e0-\u00ef\u00f0]"
)
_ESCAPED_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_ESCAPED = re.compile(r"\\u(20[0-2][0-9a-fA-F]|00[a-fA-F][0-9a-fA-F])|\\x([89][0-9a-fA-F])")
_QUOTED_PRINTABLE = re.compile(r"(?:=[89A-F][0-9A-F]){2,4}")
_PRINTABLE_BESIDE = re.compile(r"=\n|=(?:20|3D|09)")  # a line's end that is none, a blank, an equals sign
_OF_DOS = "\u00d4\u00c7"  # the first two bytes of a quotation mark in code page 850, which ftfy does not try
_C1_MARKS = re.compile("[\x80\x82-\x84\x86-\x8c\x8e\x91-\x9c\x9e\x9f]")
_OF_WINDOWS = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_LOST_CLOSING_MARK = re.compile("\u00e2\u20ac(?:[\x9d\ufffd]|(?=[\\s.,;:!?)\\]]|$))", re.MULTILINE)
_OTHER_MARKS = re.compile("\u00e2\u20ac[\u0153\u2122\u02dc\u201c\u201d\u2018\u00a6]")
_MAC_OPENS = re.compile(r"(?:^|[\s(])\u00d2(?=\w)", re.MULTILINE)
_MAC_CLOSES = re.compile(r"[\w.,!?]\u00d3(?=[\s.,;:)]|$)", re.MULTILINE)
_MAC_APOSTROPHE = re.compile(r"[a-z]\u00d5(?:s|t|re|ve|ll|d|m)\b")  # the letter is a capital, within no word


@dataclass(frozen=True, slots=True)
class Mended:
    """A text and what was mended in it, in the words of this module's list."""

    text: str
    kinds: tuple[str, ...] = ()


def may_need_mending(text: str) -> bool:
    """Return False for a text in which `mend` has nothing to do: ASCII without any escape."""
    return "&" in text or "\\" in text or "=" in text or not text.isascii()


def mend(text: str) -> Mended:
    """Return `text` with what is certain mended; most texts come back as they are at the cost of a search."""
    kinds: list[str] = []
    unescaped = _unescaped(text)
    if unescaped != text:
        kinds.append("escapes")
        text = unescaped
    text = _recoded(text, kinds)
    unescaped = text
    for _ in range(_MOST_ESCAPINGS):
        unescaped = without_entities(unescaped)
    if unescaped != text:
        kinds.append("entities")
        text = _recoded(unescaped, kinds)
    return Mended(text, tuple(dict.fromkeys(kinds)))


def _recoded(text: str, kinds: list[str]) -> str:
    """Return a text read as it was written; what was done is added to `kinds`."""
    if text.isascii() or not (
        _BEGINS_SUSPICIOUS.search(text) and (_MAC_MARKS.search(text) or _SUSPICIOUS.search(text))
    ):
        return text
    for kind, step in (("c1_controls", _c1_controls), ("mojibake", _mojibake), ("mac_roman", _mac_roman)):
        mended = step(text)
        if mended != text:
            kinds.append(kind)
            text = mended
    return text


def _unescaped(text: str) -> str:
    if "\\" in text:
        text = _ESCAPED.sub(_character, _ESCAPED_PAIR.sub(_of_pair, text))
    if "=" in text and _QUOTED_PRINTABLE.search(text):
        text = _PRINTABLE_BESIDE.sub(_beside, _QUOTED_PRINTABLE.sub(_of_utf8, text))
    return text


def _of_pair(escapes: re.Match[str]) -> str:
    return bytes.fromhex(escapes[1] + escapes[2]).decode("utf-16-be")


def _beside(escape: re.Match[str]) -> str:
    return "" if escape[0] == "=\n" else chr(int(escape[0][1:], 16))


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16)) if escape[1] else _OF_WINDOWS.get(int(escape[2], 16), escape[0])


def _of_utf8(escapes: re.Match[str]) -> str:
    try:
        return bytes.fromhex(escapes[0].replace("=", "")).decode()
    except UnicodeDecodeError:
        return escapes[0]


def _mojibake(text: str) -> str:
    if not _SUSPICIOUS.search(text):
        return text
    if _OTHER_MARKS.search(text):
        text = _LOST_CLOSING_MARK.sub("\u201d", text)
    return "\n".join(_fixed(line) if _SUSPICIOUS.search(line) else line for line in text.split("\n"))


def _fixed(line: str) -> str:
    from ftfy import fix_encoding  # most files need none of it, and it takes its time to load

    if _OF_DOS in line:
        try:
            return line.encode("cp850").decode()
        except UnicodeError:
            pass
    return str(fix_encoding(line))


def _c1_controls(text: str) -> str:
    return text.translate(_OF_WINDOWS) if _C1_MARKS.search(text) else text


def _mac_roman(text: str) -> str:
    is_quoted = "\u00d2" in text and _MAC_OPENS.search(text) and _MAC_CLOSES.search(text)
    is_told = (is_quoted and "\u201c" not in text) or ("\u2019" not in text and _MAC_APOSTROPHE.search(text))
    if not is_told:
        return text
    try:
        return text.encode("cp1252").decode("mac_roman")
    except UnicodeError:
        return text
