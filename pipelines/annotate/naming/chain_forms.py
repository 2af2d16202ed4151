"""Forms: a name as it is spelled, and which chains it may stand for. Which one it stands for at a place: `chaining`."""

from collections.abc import Mapping, Sequence

from pipelines.annotate.lexicon import words
from pipelines.annotate.naming.chains import Chain
from pipelines.annotate.naming.short_forms import SMALL, body_fits, letters_of, may_shorten
from pipelines.annotate.naming.spellings import fits
from pipelines.annotate.reading import Name
from pipelines.names.lists import nickname_partners

SURNAME_FITS = 0.9  # as `spellings` values a surname alone
INITIALS_FIT = 0.6  # below all that a name's own words give
MOST_CANDIDATES = 100  # chains compared for one key: bounds the time on lists of thousands of like names

NameForm = tuple[bool, tuple[str, ...]]
"""A name as it is spelled: whether it is a person's, and its words."""


def chain_forms(
    names: Sequence[Name], spelled: Sequence[tuple[str, ...]], acronyms: frozenset[str]
) -> tuple[list[Chain], dict[NameForm, list[Chain]]]:
    """Return a chain for each form that shortens no other, and for each form the chains that it may stand for.

    None of the `acronyms` is part of a person's name. Long forms come first, so that a short one finds the fuller ones
    that it fits.
    """
    numbers = _names_of_forms(names, spelled)
    chains: list[Chain] = []
    of_form: dict[NameForm, list[Chain]] = {}
    index: dict[str, list[Chain]] = {}
    for is_person, form in sorted(numbers, key=lambda key: (-len(key[1]), not key[0], numbers[key][0])):
        first = numbers[is_person, form][0]
        fitting = _candidates(form, index)
        if not is_person:
            fitting = [chain for chain in fitting if _may_be_short_for(chain, form, first, numbers)]
        if form[0] in acronyms:
            fitting = [chain for chain in fitting if chain.entity_type != "PERSON" or not _is_surname(form, chain)]
        matching = _matching(form, is_person, fitting)
        if not matching:
            matching = [Chain(len(chains), names[first].entity_type, "", form)]
            chains += matching
            for word in _keys(form):
                index.setdefault(word, []).extend(matching)
        of_form[is_person, form] = matching
    return chains, of_form


def _may_be_short_for(
    chain: Chain, form: tuple[str, ...], first: int, numbers: Mapping[NameForm, Sequence[int]]
) -> bool:
    """True where the form of a body or place, first printed as name `first`, may be short for the chain's."""
    full_at = numbers.get((False, chain.words), [first])[0]
    return may_shorten(form, chain.words, full_at, first)


def _names_of_forms(names: Sequence[Name], spelled: Sequence[tuple[str, ...]]) -> dict[NameForm, list[int]]:
    """Return for each form the numbers of the names that are spelled so."""
    groups: dict[NameForm, list[int]] = {}
    for number, name in enumerate(names):
        groups.setdefault((name.entity_type == "PERSON", spelled[number]), []).append(number)
    return groups


def _keys(form: tuple[str, ...]) -> set[str]:
    """Return what a chain is found by: its words, its last word's first letter, its initials."""
    return {
        *form,
        f"{form[-1][:1]}-",
        letters_of(form),
        "".join(w[0] for w in form if w not in SMALL),
    }


def _candidates(form: tuple[str, ...], index: dict[str, list[Chain]]) -> list[Chain]:
    """Return the chains that share a word, a first letter, a nickname or initials with `form`; a bounded number."""
    keys = [*form, f"{form[-1][:1]}-", form[0].replace(".", "")]
    if len(form) == 1:
        keys += nickname_partners().get(form[0], ())
    found = {id(chain): chain for key in keys for chain in index.get(key, ())[:MOST_CANDIDATES]}
    return list(found.values())


def _matching(form: tuple[str, ...], is_person: bool, chains: Sequence[Chain]) -> list[Chain]:
    """Return the chains that `form` may belong to, only the best-fitting."""
    scored: list[tuple[float, Chain]] = []
    for chain in chains:
        if (chain.entity_type == "PERSON") == is_person:
            value = _person_fits(form, chain.words) if is_person else body_fits(form, chain.words)
        else:
            value = SURNAME_FITS if not is_person and _is_surname(form, chain) else 0.0
        if value:
            scored.append((value, chain))
    best = max((value for value, _ in scored), default=0.0)
    return [chain for value, chain in scored if value == best]


def _person_fits(form: tuple[str, ...], full: tuple[str, ...]) -> float:
    """Return how well a person's name stands for a fuller one, also by initials alone: `LO` for `Lena Orr`."""
    is_initials = len(form) == 1 and 1 < len(full) == len(form[0]) and form[0] == letters_of(full)
    if is_initials and form[0] not in words("given_names"):
        return INITIALS_FIT
    return fits(form, full)


def _is_surname(form: tuple[str, ...], person: Chain) -> bool:
    """True for the surname of somebody named in full, where the finder took it for a body or place."""
    return len(form) == 1 and len(person.words) > 1 and form[0] == person.words[-1]
