"""Mails (.eml, .mbox) and pages saved as MIME (.mhtml), by Python's own parser: one message, one record.

A newsletter's subject is the headline and its sender the outlet; its plain text is read, else its HTML, without the
lines by which one leaves the list. Of a mail that was forwarded, subject, sender and date are those of the first one. A
saved page is read as the page that it holds.
"""

import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import parseaddr
from typing import BinaryIO

from pipelines.ingest.encoding import decode
from pipelines.ingest.formats.html import decode_page, extract_page
from pipelines.ingest.limits import MAX_DOCUMENT_BYTES
from pipelines.ingest.markup import paragraphs_of_markup
from pipelines.ingest.paragraphs import count_letters
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.ingest.words import word_lists
from pipelines.ingest.wrapped import join_wrapped_lines
from pipelines.records import Rejected, Stated

_ENVELOPE = re.compile(rb"From \S+.*\d{4}\r?$")
_QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_FEWEST_LETTERS = 200  # of a plain text, below which it may only say that the mail is in HTML
_LONGEST_FRAME = 120  # characters of a line that belongs to the mailing list
_FRAME_LINES = 6  # from either end
_FORWARDED = re.compile(
    r"\A\s*(?:[^\n]{0,80}\n\s*)?(?:-{3,}|_{3,}|Begin)[^\n]*\n(?P<head>(?:\s*\*?(?:From|Date|Sent|Subject|To|Cc|Reply-To)\*?:[^\n]*\n)+)"
)
_HEAD_LINE = re.compile(r"^\s*\*?(From|Date|Sent|Subject)\*?:\*?\s*(.*)$", re.MULTILINE)
_PREFIX = re.compile(r"^(?:(?:fwd?|re|aw|wg|tr|rv|doorst)\s*:\s*)+", re.IGNORECASE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)


def split(stream: BinaryIO, source: SourceFile) -> Iterator[RawRecord | Rejected]:
    """Yield the message of a .eml or .mhtml, or each message of an .mbox, one at a time."""
    first = stream.readline(MAX_DOCUMENT_BYTES)
    if not first.startswith(b"From "):
        yield _record(first + stream.read(MAX_DOCUMENT_BYTES + 1 - len(first)), source, None)
        return
    message, number, is_blank = bytearray(), 0, False
    for line in iter(lambda: stream.readline(MAX_DOCUMENT_BYTES), b""):
        if is_blank and _ENVELOPE.match(line.rstrip(b"\n")):
            yield _record(_QUOTED_FROM.sub(b"", bytes(message)), source, number)
            message, number = bytearray(), number + 1
        elif len(message) <= MAX_DOCUMENT_BYTES:
            message += line
        is_blank = not line.strip()
    yield _record(_QUOTED_FROM.sub(b"", bytes(message)), source, number)


def _record(data: bytes, source: SourceFile, number: int | None) -> RawRecord | Rejected:
    if len(data) > MAX_DOCUMENT_BYTES:
        return Rejected("too_large", f"a mail of more than {MAX_DOCUMENT_BYTES >> 20} MiB")
    return RawRecord(source, "mail", data, number)


def extract(record: RawRecord) -> Extracted | Rejected:
    """Return what a message says; `no_body` where it has no text, `broken_document` where it is no message."""
    if not isinstance(record.payload, bytes):
        raise TypeError("a mail is bytes")
    try:
        message = message_from_bytes(record.payload, policy=policy.default)
        page = _saved_page(message)
        if page is not None:
            return page
        return _letter(message)
    except (MessageError, LookupError, ValueError, AttributeError, TypeError, IndexError) as error:
        return Rejected("broken_document", f"no readable mail: {type(error).__name__}: {error}")


def _saved_page(message: EmailMessage) -> Extracted | Rejected | None:
    """The page that a browser saved with all its pictures; None for a letter."""
    address = message.get("Snapshot-Content-Location")
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not parts or not (address or parts[0].get("Content-Location")):
        return None
    decoded = decode_page(_payload(parts[0]), parts[0].get_content_charset())
    if isinstance(decoded, Rejected):
        return decoded
    url = str(address or parts[0].get("Content-Location"))
    return extract_page(decoded.text, encoding=decoded.encoding, url=url if url.startswith("http") else None)


def _letter(message: EmailMessage) -> Extracted | Rejected:
    body = _text(message)
    if not body.strip():
        return Rejected("no_body", "a mail without a text")
    forwarded = _FORWARDED.match(body)
    head = {name: value.strip() for name, value in _HEAD_LINE.findall(forwarded["head"])} if forwarded else {}
    body = _without_frame(body[forwarded.end() :] if forwarded else body)
    name, address = parseaddr(head.get("From") or str(message.get("From", "")))
    stated: Mapping[str, str] = {
        "title": _PREFIX.sub("", head.get("Subject") or str(message.get("Subject", ""))),
        "outlet": name or address.rpartition("@")[2],
        "published_at": head.get("Date") or head.get("Sent") or str(message.get("Date", "")),
    }
    known = {field: Stated(value, "metadata") for field, value in stated.items() if value.strip()}
    return Extracted(body, known, key=str(message.get("Message-ID", "")).strip() or None)


def _text(message: EmailMessage) -> str:
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    text = _decoded(plain) if plain is not None else ""
    if page is not None and count_letters(text) < _FEWEST_LETTERS:
        return paragraphs_of_markup(_decoded(page))
    return join_wrapped_lines(_SIGNATURE.split(text)[0])


def _without_frame(body: str) -> str:
    """Return a newsletter without the lines at its ends that say how to read it elsewhere or to leave the list."""
    lines = [line for line in body.split("\n") if line.strip()]
    ends = {*range(min(_FRAME_LINES, len(lines))), *range(max(0, len(lines) - _FRAME_LINES), len(lines))}
    kept = [line for number, line in enumerate(lines) if not (number in ends and _is_of_list(line))]
    return body if len(kept) == len(lines) else "\n".join(kept)


def _is_of_list(line: str) -> bool:
    folded = line.casefold()
    return len(line) <= _LONGEST_FRAME and any(phrase in folded for phrase in word_lists()["newsletter_frame"])


def _decoded(part: Message) -> str:
    decoded = decode(_payload(part), part.get_content_charset())
    return "" if isinstance(decoded, Rejected) else decoded.text


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
