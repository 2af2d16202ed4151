"""From what a format's reader found to a row of `articles`: cleaned text and metadata, each with where it came from.

What the source states comes first; what it does not, the text's usual forms and the URL may tell. Nothing is invented:
what neither says stays null.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipelines.ingest.bylines import Byline, find_byline
from pipelines.ingest.completeness import completeness_of, without_cut_mark
from pipelines.ingest.datelines import Dateline, find_dateline, read_place
from pipelines.ingest.dates import NOTHING_ASSUMED, Assumed, Moment, find_date, has_digit, parse_date
from pipelines.ingest.encoding import GUESSED_MAC, encoding_name
from pipelines.ingest.language import language_of
from pipelines.ingest.limits import MAX_RECORD_BYTES
from pipelines.ingest.mending import may_need_mending, mend
from pipelines.ingest.outlets import Outlet, outlet_as_stated, outlet_of_host
from pipelines.ingest.paragraphs import (
    clean_line,
    clean_paragraphs,
    compose,
    count_letters,
    is_only_headline,
    strip_markup,
)
from pipelines.ingest.record import Extracted, RawRecord
from pipelines.ingest.stated_bylines import stated_byline
from pipelines.ingest.urls import canonical_url, date_in_url, host_of
from pipelines.ingest.wire import wire_credit_at_end, wire_service
from pipelines.ingest.words import word_lists
from pipelines.records import Accepted, Origin, Rejected, Stated

_FEWEST_LETTERS = 10  # of a body
_LOOKED_AT = 1000  # characters that decide for most bodies
_LONGEST_TITLE = 500  # characters
_LONGEST_SECTION = 100
_DATE_LINES = 6
_LONGEST_DATE_LINE = 160
_DATE_MARKS = ("updated", "published", "posted", "|")


@dataclass(frozen=True, slots=True)
class _Dated:
    moment: Moment
    origin: Origin


@dataclass(frozen=True, slots=True)
class _Printed:
    """Where a date of publication may be read."""

    stated: Stated | None
    url: Stated | None
    lines: Sequence[str]


def complete(extracted: Extracted, record: RawRecord, assumed: Assumed = NOTHING_ASSUMED) -> Accepted | Rejected:
    """Return the row of `articles` (less ids, batch and source columns) that a record makes, or why it is no article.

    Rejections: `no_body` where no text is left that says more than a headline, `too_large`.
    """
    if len(extracted.body) > MAX_RECORD_BYTES:
        return Rejected("too_large", f"a text of more than {MAX_RECORD_BYTES >> 20} million characters")
    extracted, mended = _mended(extracted)
    title = _title(extracted.stated.get("title"))
    body, is_cut = without_cut_mark(clean_paragraphs(extracted.body))
    if not _has_letters(body) or is_only_headline(title.value if title else None, body):
        return Rejected("no_body", f"no article text found ({len(body)} characters besides the headline)")
    composed = compose(title.value if title else None, body)
    body = composed.text[composed.body_start_char :]
    lines = body.split("\n")
    extent = extracted.stated.get("extent")
    completeness = completeness_of(
        body, title=title.value if title else None, is_cut=is_cut, extent=extent.value if extent else None
    )
    url = _url(extracted.stated.get("url"), record.url)
    dateline, dateline_origin = _dateline(extracted.stated.get("dateline_place"), lines)
    outlet = _outlet_columns(extracted.stated.get("outlet"), url)
    byline, byline_origin = _byline(extracted, lines, outlet["outlet"])
    credit = _wire_credit(extracted.stated, outlet["outlet"], dateline, byline, lines)
    language = language_of(body, extracted.stated.get("language"))
    return Accepted(
        {
            "encoding": encoding_name(extracted.encoding),
            **outlet,
            **_columns("url", url),
            **_columns("section", _section(extracted.stated.get("section"))),
            **_columns("title", title),
            "byline": byline.printed if byline else None,
            "byline_origin": byline_origin,
            "authors": list(byline.authors) if byline else [],
            "dateline_place": dateline.place if dateline else None,
            "dateline_place_origin": dateline_origin if dateline and dateline.place else None,
            **_published_columns(_Printed(extracted.stated.get("published_at"), url, lines), assumed),
            **_modified_columns(extracted.stated.get("modified_at"), assumed),
            **_columns("language", language),
            **_columns("wire_credit", credit),
            "text": composed.text,
            "body_start_char": composed.body_start_char,
            "text_sha256": hashlib.sha256(composed.text.encode()).hexdigest(),
            "completeness": completeness.kind,
            "completeness_reason": completeness.reason,
            "mended": mended,
            "extractor": extracted.extractor,
            "extractor_version": extracted.extractor_version,
        }
    )


def _mended(extracted: Extracted) -> tuple[Extracted, str | None]:
    """Return what was extracted with destroyed characters mended, and the kinds of what was, in one line."""
    texts = (extracted.body, *(each.value for each in extracted.stated.values()), *extracted.authors)
    told = ["mac_roman"] if extracted.encoding == GUESSED_MAC else []
    if not any(map(may_need_mending, texts)):
        return extracted, None
    body = mend(extracted.body)
    stated = {name: (each, mend(each.value)) for name, each in extracted.stated.items()}
    authors = [mend(author) for author in extracted.authors]
    kinds = dict.fromkeys(
        [*told, *(kind for each in (body, *(value for _, value in stated.values()), *authors) for kind in each.kinds)]
    )
    if not kinds:
        return extracted, None
    known = {name: Stated(value.text, each.origin) for name, (each, value) in stated.items()}
    names = tuple(author.text for author in authors)
    return replace(extracted, body=body.text, stated=known, authors=names), ", ".join(kinds)


def _has_letters(body: str) -> bool:
    return count_letters(body[:_LOOKED_AT]) >= _FEWEST_LETTERS or count_letters(body) >= _FEWEST_LETTERS


def _columns(name: str, stated: Stated | None) -> Mapping[str, str | None]:
    return {name: stated.value if stated else None, f"{name}_origin": stated.origin if stated else None}


def _title(stated: Stated | None) -> Stated | None:
    value = strip_markup(stated.value)[:_LONGEST_TITLE] if stated else ""
    return Stated(value, stated.origin) if stated and any(character.isalnum() for character in value) else None


def _section(stated: Stated | None) -> Stated | None:
    value = strip_markup(stated.value)[:_LONGEST_SECTION] if stated else ""
    is_section = value and value.casefold() not in word_lists()["not_a_section"]
    return Stated(value, stated.origin) if stated and is_section else None


def _url(stated: Stated | None, fetched: str | None) -> Stated | None:
    """The canonical form of the stated URL, else of the one that a container fetched the record from."""
    value = canonical_url(stated.value) if stated else None
    if stated and value:
        return Stated(value, stated.origin)
    value = canonical_url(fetched) if fetched else None
    return Stated(value, "metadata") if value else None


def _outlet_columns(stated: Stated | None, url: Stated | None) -> Mapping[str, str | None]:
    host = host_of(url.value) if url else None
    outlet, origin = Outlet(None, None), None
    if stated:
        outlet, origin = outlet_as_stated(stated.value, host), stated.origin
    if outlet.name is None and host:
        outlet, origin = outlet_of_host(host), "url"
    return {
        "outlet": outlet.name,
        "outlet_domain": outlet.domain,
        "outlet_origin": origin if outlet.name else None,
    }


def _dateline(stated: Stated | None, lines: Sequence[str]) -> tuple[Dateline | None, Origin | None]:
    if stated:
        found = read_place(clean_line(stated.value))
        if found:
            return found, stated.origin
    return find_dateline(lines), "text"


def _byline(extracted: Extracted, lines: Sequence[str], outlet: str | None) -> tuple[Byline | None, Origin | None]:
    printed = extracted.stated.get("byline")
    if printed or extracted.authors:
        byline = stated_byline(printed.value if printed else None, extracted.authors, outlet)
        if byline:
            return byline, printed.origin if printed else _origin_of_authors(extracted)
    byline = find_byline(lines)
    return byline, "text" if byline else None


def _origin_of_authors(extracted: Extracted) -> Origin:
    """A list of authors comes from where the other fields do: only text files have a sidecar or front matter."""
    return next((stated.origin for stated in extracted.stated.values() if stated.origin != "text"), "metadata")


def _wire_credit(
    stated: Mapping[str, Stated],
    outlet: str | None,
    dateline: Dateline | None,
    byline: Byline | None,
    lines: Sequence[str],
) -> Stated | None:
    """The stated credit, else an agency stated as the outlet of another's page, else the one that the text prints."""
    credit = stated.get("wire_credit")
    value = clean_line(credit.value) if credit else ""
    if credit and value:
        return Stated(wire_service(value) or value, credit.origin)
    publisher = stated.get("outlet")
    service = wire_service(publisher.value) if publisher else None
    if publisher and service and service != wire_service(outlet or ""):
        return Stated(service, publisher.origin)
    if dateline and dateline.wire_service:
        return Stated(dateline.wire_service, "text")
    if byline and byline.wire_service:
        return Stated(byline.wire_service, "text")
    service = wire_credit_at_end(lines[-3:])
    return Stated(service, "text") if service else None


def _published_columns(printed: _Printed, assumed: Assumed) -> Mapping[str, Any]:
    dated = _published(printed, assumed)
    return {
        "published_at": dated.moment.at if dated else None,
        "published_at_precision": dated.moment.precision if dated else None,
        "published_at_origin": dated.origin if dated else None,
    }


def _published(printed: _Printed, assumed: Assumed) -> _Dated | None:
    """The stated time, else the date in the text's first or last lines, else the one in the URL's path."""
    stated, url = printed.stated, printed.url
    moment = parse_date(stated.value, assumed) if stated else None
    if stated and moment:
        return _Dated(moment, stated.origin)
    moment = _printed_date(printed.lines, assumed)
    if moment:
        return _Dated(moment, "text")
    day = date_in_url(url.value) if url else None
    return _Dated(Moment(day, "day"), "url") if day else None


def _printed_date(lines: Sequence[str], assumed: Assumed) -> Moment | None:
    for line in (*lines[:_DATE_LINES], *lines[-2:]):
        if len(line) > _LONGEST_DATE_LINE or not has_digit(line):
            continue
        is_marked = any(mark in line.casefold() for mark in _DATE_MARKS)
        moment = parse_date(line, assumed) or (find_date(line, assumed) if is_marked else None)
        if moment:
            return moment
    return None


def _modified_columns(stated: Stated | None, assumed: Assumed) -> Mapping[str, Any]:
    moment = parse_date(stated.value, assumed) if stated else None
    return {
        "modified_at": moment.at if moment else None,
        "modified_at_origin": stated.origin if stated and moment else None,
    }
