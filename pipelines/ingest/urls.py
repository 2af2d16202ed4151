"""URLs of articles: their canonical form, registered domain, and the date that many carry. Never the network."""

import re
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from pipelines.ingest.words import word_lists

if TYPE_CHECKING:
    from tldextract import TLDExtract

_LONGEST_URL = 4096  # characters; longer ones are data, not addresses
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?\Z|\[[0-9a-f:.]+\]\Z")
_NOT_IN_URL = re.compile(r"[\s\x00-\x20\x7f<>\"\\]")
_EDITION = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?\Z")  # "en", "en-gb"
_YEAR = r"/(?P<year>(?:19|20)\d\d)"
_DATES = tuple(
    re.compile(_YEAR + rest)
    for rest in (
        r"[/_-](?P<month>[01]\d|[1-9](?=[/_-]))[/_-]?(?P<day>[0-3]\d|[1-9](?=[/_.-]))(?!\d)",
        r"(?P<month>[01]\d)[/_-]?(?P<day>[0-3]\d)(?!\d)",
        r"/(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/(?P<day>\d\d?)(?=/|\Z)",
    )
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@lru_cache(maxsize=256)
def canonical_url(url: str) -> str | None:
    """Return the form of an http(s) URL that identifies an article, or None where `url` is no such address.

    Scheme and host are lower case; default port, user, fragment and tracking parameters (`words.csv`) are dropped; the
    rest stays as it is.
    """
    url = url.strip().replace(" ", "%20")
    if len(url) > _LONGEST_URL or _NOT_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not _HOST.match(host):
        return None
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    query = "&".join(part for part in parts.query.split("&") if part and not _is_tracking(part))
    return urlunsplit((parts.scheme, host, parts.path or "/", query, ""))


def has_own_path(url: str) -> bool:
    """Return False for the address of a site rather than of a page: no query, and no path but a front page's.

    "/", "/index.html" and an edition's "/en/" are front pages (`front_page` in `words.csv`).
    """
    parts = urlsplit(url)
    path = parts.path.strip("/").casefold()
    return bool(parts.query) or not (not path or path in word_lists()["front_page"] or _EDITION.match(path))


def host_of(url: str) -> str | None:
    """Return the host name of a canonical URL."""
    return urlsplit(url).hostname


def is_host(text: str) -> bool:
    """True where `text` is a host name with a public suffix, such as "news.example.org"."""
    return (
        "." in text and " " not in text and bool(_HOST.match(text.casefold())) and registered_domain(text) is not None
    )


@lru_cache(maxsize=4096)
def registered_domain(host: str) -> str | None:
    """Return the domain that someone registered ("example.co.uk" of "news.example.co.uk"), or None (an IP, one word).

    By the public suffix list that tldextract brings, private suffixes (blog hosts) included.
    """
    return _suffixes()(host).top_domain_under_public_suffix or None


def date_in_url(url: str) -> datetime | None:
    """Return the day printed in the path of a URL ("/2017/09/15/", "/2017-09/15/", "/20170915-"), at midnight UTC."""
    path = urlsplit(url).path.lower()
    match = next((match for match in (date.search(path) for date in _DATES) if match), None)
    if match is None:
        return None
    month = match["month"]
    try:
        number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
        return datetime(int(match["year"]), number, int(match["day"]), tzinfo=UTC)
    except ValueError:
        return None


def _is_tracking(parameter: str) -> bool:
    name = parameter.partition("=")[0].casefold()
    return name.startswith("utm_") or name in word_lists()["tracking_parameter"]


@cache
def _suffixes() -> "TLDExtract":
    from tldextract import TLDExtract  # its import writes a temporary file: where a run keeps those, or not at all

    return TLDExtract(cache_dir=None, suffix_list_urls=(), fallback_to_snapshot=True, include_psl_private_domains=True)
