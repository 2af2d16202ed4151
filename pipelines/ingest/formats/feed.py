"""RSS, RDF, Atom and CDF feeds by feedparser, which is handed bytes and never fetches: one entry, one record.

An entry is an article only where it carries the full content; one with a summary alone points to an article elsewhere
and is rejected as `feed_without_content`.
"""

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import IO, Any
from xml.sax import SAXException

import feedparser  # type: ignore[import-untyped]

from pipelines.ingest.encoding import marked_encoding, mend_utf8
from pipelines.ingest.markup import is_escaped_twice, looks_like_markup, paragraphs_of_markup
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.ingest.urls import canonical_url, has_own_path
from pipelines.ingest.wrapped import join_wrapped_lines
from pipelines.ingest.xml_documents import read_document
from pipelines.records import Rejected, Stated

EXTRACTOR = "feedparser"
_ENTRY_BEGINS = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ENTRY_ENDS = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_FEED_ENDS = re.compile(rb"</(?:\w+:)?(?:rss|rdf|feed|channel)\s*>(?:\s|<!--.*?-->)*\Z", re.IGNORECASE | re.DOTALL)
_FULL_SUMMARY = 1500  # characters from which a description is taken to be the whole article
_MARKUP = ("text/html", "application/xhtml+xml")
_PREVIEW_END = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|read more|continue reading)\W*$", re.IGNORECASE)


def split(stream: IO[bytes], source: SourceFile) -> Iterable[RawRecord | Rejected]:
    """Yield one record for each entry; a broken feed gives those that can be salvaged, and `broken_xml` for the rest.

    Rejects the file as `too_large`, `xml_entities`, `broken_xml` (nothing salvaged) or `no_entries`.
    """
    data = read_document(stream)
    if isinstance(data, Rejected):
        yield data
        return
    try:
        feed = feedparser.parse(io.BytesIO(_mended(data)))
    except (ValueError, AssertionError, LookupError, RecursionError, SAXException) as error:
        yield Rejected("broken_xml", f"no feed can be read from it: {type(error).__name__}")
        return
    kind = "atom" if str(feed.get("version") or "").startswith("atom") else "rss"
    lost = _what_is_lost(data, feed) if feed.bozo else None
    for number, entry in enumerate(feed.entries):
        payload = _payload(entry, feed.feed) | {"encoding": str(feed.get("encoding") or "")}
        if lost and lost.is_last_entry_cut and number == len(feed.entries) - 1 and not payload["content"]:
            break
        yield RawRecord(source, kind, payload, number, key=payload["id"] or None)
    if lost:
        yield Rejected("broken_xml", lost.detail)
    elif not feed.entries:
        yield Rejected("no_entries", "a feed without entries")


def extract(record: RawRecord) -> Extracted | Rejected:
    """Return the full content of an entry and what it states; `feed_without_content` where it has a summary alone."""
    entry = record.payload
    if not isinstance(entry, Mapping):
        return Rejected("feed_without_content", "no entry")
    content, summary = str(entry["content"]), str(entry["summary"])
    if not content and len(summary) >= _FULL_SUMMARY and not _PREVIEW_END.search(summary):
        content = summary
    is_markup = looks_like_markup(content) or ("<" in content and entry["content_type"] in _MARKUP)
    plain = unescape(content)
    is_markup = is_markup or is_escaped_twice(plain)
    body = (
        paragraphs_of_markup(content if looks_like_markup(content) else plain)
        if is_markup
        else join_wrapped_lines(plain)
    )
    if not body.strip():
        return Rejected("feed_without_content", "the entry has " + ("a summary alone" if summary else "no text"))
    names = ("title", "url", "outlet", "byline", "section", "published_at", "modified_at", "language")
    stated = {name: Stated(str(entry[name]), "metadata") for name in names if entry[name]}
    return Extracted(
        body,
        stated,
        tuple(entry["authors"]),
        encoding=str(entry["encoding"]) or None,
        extractor=EXTRACTOR,
        extractor_version=feedparser.__version__,
    )


@dataclass(frozen=True, slots=True)
class _Loss:
    """What feedparser does not say of a feed that is not well-formed: it reads on as if nothing were missing."""

    detail: str
    is_last_entry_cut: bool


def _what_is_lost(data: bytes, feed: Mapping[str, Any]) -> _Loss | None:
    """Compare the tags in the bytes with the entries read; None where each entry and the feed's end are there."""
    markup = data.replace(b"\0", b"") if marked_encoding(data) else data
    begun, ended, read = len(_ENTRY_BEGINS.findall(markup)), len(_ENTRY_ENDS.findall(markup)), len(feed["entries"])
    if max(begun, ended) > read:
        return _Loss(f"{max(begun, ended)} entries, of which {read} could be read", is_last_entry_cut=False)
    if b"<" in markup and not _FEED_ENDS.search(markup):
        return _Loss("the feed is cut off; what stands before is read", is_last_entry_cut=ended < begun)
    return None


def _mended(data: bytes) -> bytes:
    """Return UTF-8 for what is UTF-8 but for a few bytes; feedparser would take all of it for windows-1252."""
    text = None if marked_encoding(data) or data.isascii() else mend_utf8(data)
    return text.encode() if text else data


def _payload(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> dict[str, Any]:
    """An entry as plain values that another process can be handed."""
    contents = [
        part
        for part in entry.get("content") or ()
        if str(part.get("type") or "text/html").startswith(("text/", "application/xhtml"))
    ]
    best = max(contents, key=lambda part: len(str(part.get("value") or "")), default=None)
    authors = [str(author.get("name") or "") for author in entry.get("authors") or () if isinstance(author, Mapping)]
    tags = [str(tag.get("term") or "") for tag in entry.get("tags") or () if isinstance(tag, Mapping)]
    source = entry.get("source")
    source_title = source.get("title") if isinstance(source, Mapping) else None
    return {
        "id": _plain(entry.get("id") or entry.get("link")),
        "content": _plain(best.get("value")) if best else "",
        "content_type": _plain(best.get("type")) if best else "text/html",
        "summary": _plain(entry.get("summary")),
        "title": _plain(entry.get("title")),
        "url": _address(*map(_plain, (entry.get("feedburner_origlink"), entry.get("link"), entry.get("id")))),
        "outlet": _plain(source_title or entry.get("publisher") or feed.get("title")),
        "byline": "" if any(authors) else _plain(entry.get("author") or feed.get("author")),
        "authors": [name for name in authors if name],
        "section": tags[0] if tags else "",
        "published_at": _plain(entry.get("published") or entry.get("created") or entry.get("updated")),
        "modified_at": _plain(entry.get("updated")) if entry.get("published") and "updated" in entry else "",
        "language": _plain((best.get("language") if best else None) or feed.get("language")),
    }


def _address(*candidates: str) -> str:
    """Return the first address of a page, else the first: some feeds link every entry to the site alone."""
    pages = (address for address in candidates if has_own_path(canonical_url(address) or ""))
    return next(pages, next(filter(None, candidates[:-1]), ""))


def _plain(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
