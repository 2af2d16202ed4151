"""Plain text and Markdown: the first line is the headline, unless a sidecar or YAML front matter states one.

Front matter is a YAML mapping between two lines of `---` at the very top. Markdown is reduced to its text by
markdown-it-py (CommonMark with tables): one line for each paragraph, list item or row; code, images and raw HTML are
left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import yaml  # type: ignore[import-untyped, unused-ignore]
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipelines.ingest.detect import content_suffix
from pipelines.ingest.encoding import decode
from pipelines.ingest.fields import DEFAULT_MAPPING, Fields, read_fields
from pipelines.ingest.limits import MAX_RECORD_BYTES, MAX_SIDECAR_BYTES
from pipelines.ingest.record import Extracted, RawRecord, SourceFile
from pipelines.ingest.wrapped import join_wrapped_lines
from pipelines.records import Rejected, Stated

_LONGEST_HEADLINE = 300  # characters; a longer first line is a paragraph
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD_LINE = re.compile(r"([\w-]{2,30}):\s*(.*)")
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


def split(stream: BinaryIO, source: SourceFile) -> Iterator[RawRecord | Rejected]:
    """Yield the whole file as one record."""
    payload = stream.read(MAX_RECORD_BYTES + 1)
    if len(payload) > MAX_RECORD_BYTES:
        yield Rejected("too_large", f"a text of more than {MAX_RECORD_BYTES >> 20} MiB")
        return
    is_markdown = content_suffix(source.path) in (".md", ".markdown")
    yield RawRecord(source, "markdown" if is_markdown else "text", payload)


def extract(record: RawRecord) -> Extracted | Rejected:
    """Return headline, body and what sidecar or front matter state (a sidecar counts first)."""
    if not isinstance(record.payload, bytes):
        raise TypeError("a text record holds bytes")
    decoded = decode(record.payload, record.declared_encoding)
    if isinstance(decoded, Rejected):
        return decoded
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    matter, text = _front_matter(text)
    sidecar = read_fields(record.source.sidecar or {}, DEFAULT_MAPPING, origin="sidecar")
    stated = {**matter.stated, **sidecar.stated}
    page = _markdown_page(text) if record.source_format == "markdown" else _text_page(text)
    if "title" in stated:
        lines = [*page.headline, *page.lines]
    else:
        lines = page.lines
        stated |= {"title": Stated(page.headline[0], "text")} if page.headline else {}
    if not lines:
        return Rejected("no_body", "a headline without a text" if page.headline else "no text")
    authors = sidecar.authors or matter.authors
    return Extracted("\n".join(lines), stated, authors, encoding=decoded.encoding, key=sidecar.key or matter.key)


def headed_text(text: str) -> Extracted | Rejected:
    """Return a text without any metadata, whose first line is the headline."""
    page = _text_page(text)
    if not page.lines:
        return Rejected("no_body", "a headline without a text" if page.headline else "no text")
    stated = {"title": Stated(page.headline[0], "text")} if page.headline else {}
    return Extracted("\n".join(page.lines), stated)


class _WithoutAliases(yaml.SafeLoader):  # type: ignore[misc, unused-ignore]
    """YAML whose nodes do not stand for one another: nine lines of such can mean a billion words."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
        return super().compose_node(parent, index)


@dataclass(frozen=True, slots=True)
class _Page:
    headline: list[str]  # one line or none
    lines: list[str]


def _front_matter(text: str) -> tuple[Fields, str]:
    match = _FRONT_MATTER.match(text, 0, MAX_SIDECAR_BYTES)
    content = _mapping_of(match[1]) if match else None
    if match is None or content is None:
        return Fields("", {}), text
    return read_fields(content, DEFAULT_MAPPING, origin="front_matter"), text[match.end() :]


def _mapping_of(matter: str) -> dict[str, Any] | None:
    try:
        content = yaml.load(matter, Loader=_WithoutAliases)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, RecursionError, ValueError):
        return _plain_fields(matter)
    return {str(name): value for name, value in content.items()} if isinstance(content, dict) else None


def _plain_fields(matter: str) -> dict[str, Any] | None:
    """Return the fields of lines that are no YAML because a program wrote values bare ("title: Mill: a history")."""
    fields = [_FIELD_LINE.fullmatch(line) for line in matter.splitlines() if line.strip()]
    return {field[1]: field[2] for field in fields if field} if fields and all(fields) else None


def _text_page(text: str) -> _Page:
    return _with_headline([line.strip() for line in join_wrapped_lines(text).split("\n") if line.strip()])


def _with_headline(lines: list[str]) -> _Page:
    has_headline = len(lines) > 1 and len(lines[0]) <= _LONGEST_HEADLINE
    return _Page(lines[:1], lines[1:]) if has_headline else _Page([], lines)


def _markdown_page(text: str) -> _Page:
    headline: list[str] = []
    lines: list[str] = []
    is_headline = False
    row: list[str] | None = None
    for token in _MARKDOWN.parse(text):
        if token.type in ("heading_open", "heading_close"):
            is_headline = token.type == "heading_open" and token.tag == "h1" and not headline and not lines
        elif token.type in ("tr_open", "tr_close"):
            lines += [" ".join(row)] if row else []
            row = [] if token.type == "tr_open" else None
        elif token.type == "inline":
            line = _inline_text(token)
            place = headline if is_headline else lines if row is None else row
            place += [line] if line else []
    return _Page(headline, lines) if headline else _with_headline(lines)


def _inline_text(token: Token) -> str:
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts).strip()
