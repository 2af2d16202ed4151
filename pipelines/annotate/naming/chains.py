"""Chains of names inside one document: which printed names are one person, organisation or place.

Short names link to the fullest compatible one, across titles, nicknames and misspellings; two people of one surname
are kept apart by title, gender and nearness. Pronouns and nominals are not chained here (`speakers`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipelines.annotate.lexicon import given_name_genders, is_role, nicknames, role_nouns, titles, words
from pipelines.annotate.naming.acronyms import is_acronym, written_out
from pipelines.annotate.naming.bound_names import bound_names
from pipelines.annotate.naming.fullest_form import fullest_form
from pipelines.annotate.naming.generations import tell_generations
from pipelines.annotate.naming.roles import KIN, role_beside, stated_gender
from pipelines.annotate.naming.short_forms import SMALL, acronyms_of, body_fits, letters_of, may_shorten
from pipelines.annotate.naming.spellings import fits, name_words
from pipelines.annotate.reading import Name
from pipelines.records import EntityType

AGE = re.compile(r", (\d{1,3}),")
SURNAME_FITS = 0.9
INITIALS_FIT = 0.6  # below all that a name's own words give
SELDOM = 0.02  # share of a given name's bearers that are of the other gender
STATED = 4  # votes of a gender that a title or role states; a pronoun nearby has one vote
KIN_BEFORE = 60  # characters before a name in which `Falk's father, ` is looked for
MOST_ACRONYMS = 40  # looked for in the text: each look reads it once
MOST_CANDIDATES = 100  # chains compared for one key: bounds the time on lists of thousands of like names

NameForm = tuple[bool, tuple[str, ...]]
"""A name as it is spelled: whether it is a person's, and its words."""


@dataclass(slots=True)
class Chain:
    """One chain: its words, places among the names, stated roles and gender votes."""

    number: int
    entity_type: EntityType
    name: str  # the fullest printed
    words: tuple[str, ...]
    mentions: list[int] = field(default_factory=list)
    nouns: set[str] = field(default_factory=set)
    role_words: set[str] = field(default_factory=set)  # all words of all roles, lower case
    genders: Counter[str] = field(default_factory=Counter)
    role: str | None = None
    title: str | None = None  # part of the name where it alone tells two of one surname apart
    bound_name: str | None = None  # given name and surname that the text binds together

    @property
    def gender(self) -> str | None:
        """The gender that the text states or its pronouns show, where they agree."""
        male, female = self.genders["male"], self.genders["female"]
        if male >= 2 * female and male:
            return "male"
        return "female" if female >= 2 * male and female else None


@dataclass(slots=True)
class Chains:
    """All chains of a document, and for each name the number of its chain."""

    all: list[Chain]
    of_name: list[int]
    roles: list[str | None]  # printed beside each name
    rivals: dict[int, list[Chain]] = field(default_factory=dict)  # name -> other chains that it fits as well


def chain_names(text: str, names: Sequence[Name]) -> Chains:
    """Link the `names` of a document into chains, numbered by first mention."""
    printed = [name.span.of(text) for name in names]
    spelled = tell_generations(printed, [name_words(name) or (name.casefold(),) for name in printed])
    chains, of_form = _chain_forms(names, spelled, acronyms_of(text, names, spelled))
    roles = [role_beside(text, name.span) for name in names]
    of_name: list[int] = []
    rivals: dict[int, list[Chain]] = {}
    for number, name in enumerate(names):
        key = (name.entity_type == "PERSON", spelled[number])
        fitting = _fitting(of_form[key], roles[number])
        chain = _nearest(fitting, chains, of_name)
        if len(fitting) > 1:
            rivals[number] = [other for other in fitting if other is not chain]
        title = _title_of_another(roles[number], spelled[number], chain)
        title = title or _title_of_kin(text, name, spelled[number], chain)
        if title or _is_another(text, name, spelled[number], chain):
            chain = Chain(len(chains), name.entity_type, "", spelled[number], title=title)
            chains.append(chain)
            of_form[key] = [*of_form[key], chain]
        of_name.append(chain.number)
        chain.mentions.append(number)
        _learn(text, name, roles[number], chain)
    _bind(text, names, chains, of_name)
    return replace(_renumbered(text, names, spelled, chains, of_name, roles), rivals=rivals)


def _bind(text: str, names: Sequence[Name], chains: Sequence[Chain], of_name: list[int]) -> None:
    """Make one chain of a given name and the surname that the text binds it to, called by both.

    A chain that the article names more fully is left alone.
    """
    place = {name.span: number for number, name in enumerate(names)}
    persons = [name for name in names if name.entity_type == "PERSON"]
    for given, surname in bound_names(text, persons):
        first, last = (chains[of_name[place[name.span]]] for name in (given, surname))
        is_fuller = any(len(chain.words) > 1 or chain.bound_name for chain in (first, last))
        if first is last or is_fuller:
            continue
        for number in first.mentions:
            of_name[number] = last.number
        last.mentions[:] = sorted([*last.mentions, *first.mentions])
        last.genders += first.genders
        last.bound_name = f"{given.span.of(text)} {surname.span.of(text)}"


def _chain_forms(
    names: Sequence[Name], spelled: Sequence[tuple[str, ...]], acronyms: frozenset[str]
) -> tuple[list[Chain], dict[NameForm, list[Chain]]]:
    """Return a chain for each form that shortens no other, and for each form the chains that it may stand for.

    None of the `acronyms` is part of a person's name. Long forms come first, so that a short one finds the fuller ones
    that it fits.
    """
    groups = _forms(names, spelled)
    chains: list[Chain] = []
    of_form: dict[NameForm, list[Chain]] = {}
    index: dict[str, list[Chain]] = {}
    for is_person, form in sorted(groups, key=lambda k: (-len(k[1]), not k[0], groups[k][0])):
        fitting = _candidates(form, index)
        if not is_person:
            first = groups[is_person, form][0]
            fitting = [
                e for e in fitting if may_shorten(form, e.words, groups.get((False, e.words), [first])[0], first)
            ]
        if len(form) == 1 and form[0] in acronyms:
            fitting = [e for e in fitting if e.entity_type != "PERSON" or form[0] != e.words[-1] or e.words == form]
        matching = _matching(form, is_person, fitting)
        if not matching:
            first = groups[is_person, form][0]
            chain = Chain(len(chains), names[first].entity_type, "", form)
            chains.append(chain)
            for word in _keys(form):
                index.setdefault(word, []).append(chain)
            matching = [chain]
        of_form[is_person, form] = matching
    return chains, of_form


def _is_another(text: str, name: Name, spelled: tuple[str, ...], chain: Chain) -> bool:
    """True for `Falk's father, Tom` where the only fuller Tom has another surname and another role."""
    if len(spelled) > 1 or len(chain.words) < 2 or spelled[0] != chain.words[0] or not chain.nouns:
        return False
    kin = KIN.search(text, max(0, name.span.start_char - KIN_BEFORE), name.span.start_char)
    if kin is None or kin[2] in chain.nouns:
        return False
    owner = re.sub("[’']s?$", "", kin[1])
    return owner != kin[1] and owner.casefold() != chain.words[-1]


def _title_of_another(role: str | None, spelled: tuple[str, ...], chain: Chain) -> str | None:
    """Return the title that makes `Mrs Falk` another than `Mr Tom Falk`, than `Tom Falk` and than `Miss Falk`."""
    title = role.split()[-1] if role else ""
    plain = title.lower().rstrip(".")
    stated = titles()[plain].gender if plain in titles() and titles()[plain].is_honorific else None
    if not stated or len(spelled) > 1 or chain.entity_type != "PERSON":
        return None
    given = chain.words[0] if len(chain.words) > 1 and chain.words[0] not in words("surnames_first") else ""
    woman = given_name_genders().get(given, 0.5)
    is_other = chain.gender not in (None, stated) or (
        chain.gender is None and (woman <= SELDOM if stated == "female" else woman >= 1 - SELDOM)
    )
    is_married = {"mrs", "miss"} <= {plain, *chain.role_words}
    return title if is_other or (is_married and plain not in chain.role_words) else None


def _title_of_kin(text: str, name: Name, spelled: tuple[str, ...], chain: Chain) -> str | None:
    """Return the title of `his wife, Mrs Falk`, where Tom Falk is all that the name could shorten."""
    if len(spelled) > 1 or not chain.mentions or chain.title:
        return None
    before = text[max(0, name.span.start_char - KIN_BEFORE) : name.span.start_char].rstrip()
    lead, _, title = before.rpartition(" ")
    is_honorific = title.lower().rstrip(".") in titles() and titles()[title.lower().rstrip(".")].is_honorific
    return title if is_honorific and KIN.search(f"{lead} ") else None


def _forms(names: Sequence[Name], spelled: Sequence[tuple[str, ...]]) -> dict[NameForm, list[int]]:
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
        keys += nicknames().get(form[0], ())
    found = {id(e): e for key in keys for e in index.get(key, ())[:MOST_CANDIDATES]}
    return list(found.values())


def _matching(form: tuple[str, ...], is_person: bool, chains: Sequence[Chain]) -> list[Chain]:
    """Return the chains that `form` may belong to, only the best-fitting."""
    scored: list[tuple[float, Chain]] = []
    for chain in chains:
        if (chain.entity_type == "PERSON") == is_person:
            value = (
                (_initials_fit(form, chain.words) or fits(form, chain.words))
                if is_person
                else body_fits(form, chain.words)
            )
        else:
            value = SURNAME_FITS if not is_person and _is_surname(form, chain) else 0.0
        if value:
            scored.append((value, chain))
    best = max((value for value, _ in scored), default=0.0)
    return [chain for value, chain in scored if value == best]


def _initials_fit(form: tuple[str, ...], full: tuple[str, ...]) -> float:
    """Return how well the initials of a person stand for the whole name: `LO` for `Lena Orr`."""
    is_initials = len(form) == 1 and 1 < len(full) == len(form[0]) and form[0] == letters_of(full)
    return INITIALS_FIT if is_initials and form[0] not in words("given_names") else 0.0


def _is_surname(form: tuple[str, ...], person: Chain) -> bool:
    """True for the surname of somebody named in full, where the finder took it for a body or place."""
    return len(form) == 1 and len(person.words) > 1 and form[0] == person.words[-1]


def _fitting(matching: list[Chain], role: str | None) -> list[Chain]:
    """Among chains that fit equally, keep those that a title allows."""
    if len(matching) == 1:
        return matching
    stated = stated_gender(role)
    allowed = [e for e in matching if not stated or e.gender in (None, stated)] or matching
    return [e for e in allowed if stated and e.gender == stated] or allowed


def _nearest(fitting: list[Chain], chains: Sequence[Chain], of_name: Sequence[int]) -> Chain:
    """Among chains that fit equally, take the last mentioned, else the first."""
    if len(fitting) > 1:
        numbers = {e.number for e in fitting}
        for number in reversed(of_name):
            if number in numbers:
                return chains[number]
    return fitting[0]


def _learn(text: str, name: Name, role: str | None, chain: Chain) -> None:
    """Keep what stands beside the name: role nouns, age, stated gender."""
    tail = text[name.span.end_char : name.span.end_char + 8]
    age = AGE.match(tail)
    if age:
        chain.nouns.add(f"{age[1]}-year-old")
    if not role:
        return
    if gender := stated_gender(role):
        chain.genders[gender] += STATED
    tokens = re.findall(r"[\w’'-]+", role.lower())
    chain.role_words |= set(tokens)
    is_honorific = all(t in titles() and titles()[t].is_honorific for t in tokens)
    chain.nouns |= {
        t.rstrip(".")
        for t in tokens
        if t.endswith("-year-old")
        or (is_role(t) and not (t in titles() and titles()[t].is_honorific and (is_honorific or t not in role_nouns())))
    }
    if not is_honorific and (chain.role is None or len(role) > len(chain.role)):
        chain.role = role


def _renumbered(
    text: str,
    names: Sequence[Name],
    spelled: Sequence[tuple[str, ...]],
    chains: list[Chain],
    of_name: list[int],
    roles: list[str | None],
) -> Chains:
    """Number the chains by first mention and name each by its fullest, then most frequent, form."""
    order = {number: place for place, number in enumerate(dict.fromkeys(of_name))}
    acronyms = 0
    kept = sorted((e for e in chains if e.number in order), key=lambda e: order[e.number])
    for chain in kept:
        forms, words_of = [names[m] for m in chain.mentions], [spelled[m] for m in chain.mentions]
        chain.name = fullest_form(text, forms, words_of, is_person=chain.entity_type == "PERSON")
        if chain.title and len(chain.words) == 1:
            chain.name = f"{chain.title} {chain.name}"
        chain.name = chain.bound_name or chain.name
        if chain.entity_type == "ORG" and is_acronym(chain.name) and acronyms < MOST_ACRONYMS:
            acronyms += 1
            chain.name = written_out(text, chain.name) or chain.name
        chain.number = order[chain.number]
    return Chains(kept, [order[number] for number in of_name], roles)
