"""Who published: a readable name beside the registered domain; from `outlets.csv` (domain, name, aliases by "|")."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipelines.ingest.paragraphs import strip_markup
from pipelines.ingest.urls import is_host, registered_domain
from pipelines.ingest.words import read_table

_LONGEST_NAME = 100  # characters


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
    an outlet has one name.
    """
    name = strip_markup(stated)[:_LONGEST_NAME].strip(" |–—-")
    bare = name.casefold().removeprefix("https://").removeprefix("http://").removeprefix("//").rstrip("/")
    if is_host(bare):
        return outlet_of_host(bare)
    by_url = outlet_of_host(host) if host else Outlet(None, None)
    if not any(character.isalnum() for character in name):
        return by_url
    if by_url.name and by_url.domain:
        key = name.casefold().removeprefix("@")
        if key == by_url.name.casefold() or key in _aliases().get(by_url.name, ()):
            return by_url
    return Outlet(name, by_url.domain)


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
