"""Tell a file's format from its first bytes, and only where these leave it open from its name. Reads nothing.

A file that is clearly something else than its name says is read as what it is (a page saved as .txt, JSON Lines called
.json); one whose name promises a format that its content does not bear out is rejected as `mis_declared`.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipelines.ingest.bundles import is_bundle
from pipelines.ingest.decompression import COMPRESSIONS, SUFFIXES
from pipelines.ingest.encoding import marked_encoding, shifts_in_korean
from pipelines.ingest.fields import DEFAULT_MAPPING
from pipelines.ingest.values import fold
from pipelines.records import Rejected

_MAGIC = {
    b"PAR1": "parquet",
    b"WARC/": "warc",
    b"filedesc:": "warc",  # ARC, WARC's predecessor
    b"{\\rtf": "rtf",
}
_CONTAINER_MAGIC = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
}
_CONTAINERS = (*COMPRESSIONS, "zip", "tar")
_FOREIGN_MAGIC = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\xd0\xcf\x11\xe0": "an old Microsoft Office file",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x04\x22\x4d\x18": "an LZ4 file",
    b"\x5d\x00\x00": "an LZMA file of the old kind",
    b"Rar!": "a RAR archive",
    b"SQLite format 3": "an SQLite database",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}
_TAR_MAGIC = (b"ustar", 257)
_BY_SUFFIX = {
    ".txt": "text",
    ".text": "text",
    "": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".csv": "csv",
    ".tsv": "csv",
}
_PROMISES = {
    ".json": "a JSON object or list",
    ".jsonl": "JSON Lines",
    ".ndjson": "JSON Lines",
    ".xml": "XML",
    ".rss": "RSS",
    ".atom": "Atom",
    ".html": "HTML",
    ".htm": "HTML",
    ".xhtml": "HTML",
    ".parquet": "Parquet",
    ".warc": "WARC",
    ".arc": "ARC",
    ".gz": "gzip",
    ".bz2": "bzip2",
    ".xz": "xz",
    ".zst": "Zstandard",
    ".zip": "zip",
    ".tar": "tar",
    ".eml": "a mail",
    ".mbox": "mails",
    ".mht": "a page saved as MIME",
    ".mhtml": "a page saved as MIME",
    ".rtf": "RTF",
    ".docx": "a Word document",
    ".wacz": "a web archive in a zip",
}
_LINES_SUFFIXES = (".jsonl", ".ndjson")
_ROOTS = {
    "rss": "rss",
    "rdf": "rss",
    "channel": "rss",  # CDF
    "feed": "atom",
    "nitf": "nitf",
    "newsml": "newsml",
    "newsitem": "newsml",
    "newsmessage": "newsml",
    "packageitem": "newsml",
    "planningitem": "newsml",
    "conceptitem": "newsml",
    "knowledgeitem": "newsml",
    "catalogitem": "newsml",
    "html": "html",
}
_HTML_ROOTS = frozenset(
    [
        "head",
        "body",
        "div",
        "article",
        "section",
        "main",
        "header",
        "p",
        "title",
        "meta",
        "link",
        "script",
        "style",
        "table",
        "center",
        "font",
    ]
)
_PROLOGUE = re.compile(
    r"\s*(?:<\?.*?(?:\?>|>)|<!--.*?-->|<!doctype[^<>\[]*(?:\[.*?\]\s*)?>)\s*", re.IGNORECASE | re.DOTALL
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([a-zA-Z][\w.-]*)")
_DOCTYPE_HTML = re.compile(r"<!doctype\s+html", re.IGNORECASE)
_HTML_WITHIN = re.compile(r"</?(?:html|body|head|p|div|br|h[1-6]|article)\b[^<>]*>", re.IGNORECASE)
_JSON_BEGINS = re.compile(r'\{\s*(?:"|\}|$)|\[\s*(?:[\[{"\]\d-]|true|false|null|$)')
_JSON_OF_OBJECTS = re.compile(r'\{\s*"|\[\s*\{\s*"')
_TWO_LINES = re.compile(r"\{.*\}\s*\n\s*\{")
_OBJECT_LINE = re.compile(r'^\s*\{\s*"', re.MULTILINE)
_EXCEL_SEPARATOR = re.compile(r'"?sep=."?[ \t]*\r?\n', re.IGNORECASE)
_SUFFIX = re.compile(r"\.[\w-]{1,12}")
_FIELD_NAMES = {fold(name) for names in DEFAULT_MAPPING.values() for name in names}
_BODY_NAMES = {fold(name) for name in DEFAULT_MAPPING["body"]}
_HEAD_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]{1,40}):", re.MULTILINE)
_HEAD_OF_MAIL = re.compile(r"\r?\n\r?\n")
_MAIL_FIELDS = frozenset(
    ["from", "to", "subject", "date", "message-id", "mime-version", "content-type", "received", "return-path"]
)
_MOST_CONTROLS = 0.01


@dataclass(frozen=True, slots=True)
class Detected:
    """A format of `formats.READERS`, or a container to open."""

    name: str

    @property
    def is_container(self) -> bool:
        """True for archives and packed files."""
        return self.name in _CONTAINERS


def content_suffix(path: str) -> str:
    """Return the suffix that speaks of the content: ".html" for "a.html.gz" and for "news.zip!b.html"."""
    suffix = _suffix(path)
    return _suffix(PurePosixPath(path).stem) if suffix in SUFFIXES else suffix


def _suffix(path: str) -> str:
    """Return what stands behind a name's last dot, unless it is part of a sentence ("Mr. Orr speaks")."""
    suffix = PurePosixPath(path.rpartition("!")[2] or path).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def detect(head: bytes, path: str, *, is_packed: bool = False) -> Detected | Rejected:
    """Return what a file is that begins with `head`; `is_packed` where `path` still bears its container's suffix (.gz).

    Rejects with `empty_file`, `binary`, `unsupported_format`, `broken_xml` or `mis_declared`.
    """
    suffix = content_suffix(path) if is_packed else _suffix(path)
    if not head.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe"):
        return Rejected("empty_file", "nothing in it but blanks" if head else "0 bytes")
    for magic, name in {**_MAGIC, **_CONTAINER_MAGIC}.items():
        if head.startswith(magic):
            return Detected(name)
    for magic, name in _FOREIGN_MAGIC.items():
        if head.startswith(magic):
            return Rejected(
                "unsupported_format",
                f"{name}; whosaid reads text, HTML, JSON, XML, CSV, Parquet, WARC, mails, RTF and .docx",
            )
    magic, place = _TAR_MAGIC
    if head[place:].startswith(magic):
        return Detected("tar")
    marked = marked_encoding(head)
    if marked is None and is_binary(head):
        return Rejected("binary", "bytes that no text has")
    encoding = marked or "latin-1"
    text = head.decode(encoding, "ignore").removeprefix("ï»¿").lstrip("\ufeff \t\r\n")
    return _detect_text(text, suffix)


def _detect_text(text: str, suffix: str) -> Detected | Rejected:
    if _is_mail(text, suffix):
        return Detected("mail")
    if text.startswith("<"):
        name = _xml_format(text)
        if name is not None:
            return Detected(name)
        if suffix in (".xml", ".rss", ".atom"):
            root = _root_name(text)
            if root is None:
                return Rejected("broken_xml", "no element in its first lines; perhaps it is cut off")
            return Rejected("unsupported_format", f"XML of an unknown kind, its root is <{root[:40]}>")
    name = _json_format(text, suffix)
    if name is not None:
        return Detected(name)
    if suffix in (".html", ".htm", ".xhtml") and _HTML_WITHIN.search(text):
        return Detected("html")
    if suffix in _BY_SUFFIX:
        return Detected(_plain_format(text, suffix))
    if suffix in _PROMISES:
        return Rejected("mis_declared", f"named {suffix}, but the content is not {_PROMISES[suffix]}")
    return Rejected("unsupported_format", f"files named {suffix} are not read")


def _plain_format(text: str, suffix: str) -> str:
    if is_bundle(text):
        return "bundle"
    return "csv" if _is_table(text) else _BY_SUFFIX[suffix]


def _is_mail(text: str, suffix: str) -> bool:
    """True for a head of fields as mails have it; without a mail's suffix, only where one says that it is one."""
    head = _HEAD_OF_MAIL.split(text, maxsplit=1)[0]
    fields = {name.casefold() for name in _HEAD_FIELD.findall(head)}
    is_named = suffix in (".eml", ".mbox", ".mht", ".mhtml") and len(fields & _MAIL_FIELDS) > 1
    return is_named or ("mime-version" in fields and len(fields & _MAIL_FIELDS) > 2)


def _is_table(text: str) -> bool:
    """True where the first line is a header of nothing but usual names of fields, and one of a text's among them."""
    header = _EXCEL_SEPARATOR.sub("", text, count=1).partition("\n")[0]
    cells = {fold(cell) for cell in re.split(r"[,;\t|]", header)}
    return len(cells) > 1 and cells <= _FIELD_NAMES and not cells.isdisjoint(_BODY_NAMES)


def _json_format(text: str, suffix: str) -> str | None:
    begins = _JSON_OF_OBJECTS if suffix in _BY_SUFFIX else _JSON_BEGINS
    first = text.partition("\n")[0].rstrip()
    if suffix in _LINES_SUFFIXES and not text.startswith("[") and first != "{":
        return "jsonl" if text.startswith(("{", '"')) or _OBJECT_LINE.search(text) else None
    if not begins.match(text):
        return None
    return (
        "jsonl" if _TWO_LINES.match(text.partition("\n")[0] + "\n" + text.partition("\n")[2].lstrip()[:1]) else "json"
    )


def _xml_format(text: str) -> str | None:
    root = (_root_name(text) or "").lower()
    if root in _ROOTS:
        return _ROOTS[root]
    return "html" if root in _HTML_ROOTS or _DOCTYPE_HTML.match(text) else None


def _root_name(text: str) -> str | None:
    place = 0
    while match := _PROLOGUE.match(text, place):
        place = match.end()
    root = _ROOT.match(text, place)
    return root[1] if root else None


def is_binary(head: bytes) -> bool:
    """True for bytes that text in one of the encodings without zero bytes does not have."""
    if b"\0" in head:
        return True
    shifts = (14, 15) if shifts_in_korean(head) else ()
    codes = (*range(1, 9), *range(14, 27), *range(28, 32), 127)
    controls = sum(head.count(code) for code in codes if code not in shifts)
    return controls > _MOST_CONTROLS * len(head)
