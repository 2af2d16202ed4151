"""Who published: a readable name beside the registered domain; from `outlets.csv` (domain, name, aliases by "|")."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipelines.ingest.paragraphs import strip_markup
from pipelines.ingest.urls import is_host, registered_domain
from pipelines.ingest.wire import wire_service
from pipelines.ingest.words import read_table, word_lists

_LONGEST_NAME, _LONGEST_PLAIN_NAME = 100, 25  # characters
_SLOGAN = re.compile(r"\s[|–—·:-]\s")


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher's readable name and registered domain, each where known."""

    name: str | None
    domain: str | None


def outlet_of_host(host: str) -> Outlet:
    """Return the outlet of a host: the name of the longest domain that `outlets.csv` lists, else the domain itself."""
    domain = registered_domain(host)
    name, rest = None, host.casefold()
    while name is None and "." in rest:
        name = _names().get(rest)
        rest = rest.partition(".")[2]
    return Outlet(name or domain, domain)


def outlet_as_stated(stated: str, host: str | None) -> Outlet:
    """Return the outlet that metadata states, a name or a host; `host` is the article URL's, where there is one.

    A name that `outlets.csv` has as another form of that domain's name ("Mail Online") becomes the listed one, so that
    an outlet has one name. So does one that names somebody else, of whom a page has its text (an agency, a portal), and
    one that only repeats a label of the host ("Hosted" at hosted.example.org).
    """
    name = _shortened(strip_markup(stated))
    bare = name.casefold().removeprefix("https://").removeprefix("http://").removeprefix("//").rstrip("/")
    if is_host(bare):
        return outlet_of_host(bare)
    by_url = outlet_of_host(host) if host else Outlet(None, None)
    if not any(character.isalnum() for character in name) or name.casefold() in word_lists()["not_an_outlet"]:
        return by_url
    if host and by_url.name and by_url.domain:
        key = name.casefold().removeprefix("@")
        if key == by_url.name.casefold() or key in _aliases().get(by_url.name, ()):
            return by_url
        if wire_service(name) or (is_outlet_name(name) and by_url.name != by_url.domain) or _is_label(name, host):
            return by_url
    return Outlet(name, by_url.domain)


def _is_label(name: str, host: str) -> bool:
    """True for a part of the host that is no name of its own: a subdomain, or the domain's first part as it is."""
    labels = host.casefold().split(".")
    return name in labels or name.casefold() in labels[: -len((registered_domain(host) or host).split("."))]


def _shortened(name: str) -> str:
    """The name without the slogan that some sites put after it ("Tarn Echo | News, sport and weather")."""
    first = _SLOGAN.split(name, maxsplit=1)[0] if len(name) > _LONGEST_PLAIN_NAME else name
    return first[:_LONGEST_NAME].strip(" |–—-")


def is_outlet_name(text: str) -> bool:
    """True where `text` is wholly the name of a listed outlet, in any of its forms."""
    return text.casefold() in _every_form()


@cache
def _every_form() -> frozenset[str]:
    return frozenset(form for forms in _aliases().values() for form in forms) | {name.casefold() for name in _aliases()}


@cache
def _names() -> Mapping[str, str]:
    return {row["domain"]: row["name"] for row in read_table("outlets.csv")}


@cache
def _aliases() -> Mapping[str, frozenset[str]]:
    aliases: dict[str, frozenset[str]] = {}
    for row in read_table("outlets.csv"):
        forms = {form.casefold() for form in row["aliases"].split("|") if form} | {row["domain"]}
        aliases[row["name"]] = aliases.get(row["name"], frozenset()) | forms
    return aliases
