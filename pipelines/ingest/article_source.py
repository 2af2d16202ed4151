"""Where an article comes from: its address, outlet, dateline, byline, agency and times, each with its origin."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.ingest.article_dates import Printed, modified_columns, published_columns
from pipelines.ingest.bylines import Byline, find_byline
from pipelines.ingest.datelines import Dateline, find_dateline, read_place
from pipelines.ingest.dates import Assumed
from pipelines.ingest.outlets import Outlet, outlet_as_stated, outlet_of_host
from pipelines.ingest.paragraphs import clean_line
from pipelines.ingest.record import Extracted
from pipelines.ingest.stated_bylines import stated_byline
from pipelines.ingest.urls import canonical_url, host_of
from pipelines.ingest.wire import wire_credit_at_end, wire_service
from pipelines.records import Origin, Stated

CREDIT_LINES = 3  # last lines of a body, in which an agency is credited


def source_columns(
    extracted: Extracted, fetched: str | None, lines: Sequence[str], assumed: Assumed
) -> Mapping[str, Any]:
    """Return the columns of `articles` for it; `fetched` is the address that a container fetched the record from."""
    stated = extracted.stated
    url = _url(stated.get("url"), fetched)
    dateline, dateline_origin = _dateline(stated.get("dateline_place"), lines)
    outlet = _outlet_columns(stated.get("outlet"), url)
    byline, byline_origin = _byline(extracted, lines, outlet["outlet"])
    return {
        **outlet,
        **columns_of("url", url),
        "byline": byline.printed if byline else None,
        "byline_origin": byline_origin,
        "authors": list(byline.authors) if byline else [],
        "dateline_place": dateline.place if dateline else None,
        "dateline_place_origin": dateline_origin if dateline and dateline.place else None,
        **columns_of("wire_credit", _wire_credit(stated, outlet["outlet"], dateline, byline, lines)),
        **published_columns(Printed(stated.get("published_at"), url, lines), assumed),
        **modified_columns(stated.get("modified_at"), assumed),
    }


def columns_of(name: str, stated: Stated | None) -> Mapping[str, str | None]:
    """Return a stated value with its origin, as columns."""
    return {name: stated.value if stated else None, f"{name}_origin": stated.origin if stated else None}


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
    service = wire_credit_at_end(lines[-CREDIT_LINES:])
    return Stated(service, "text") if service else None
