"""Makes chains of a document's names: short names link to the fullest compatible one, across titles and misspellings.

Two people of one surname are kept apart (`namesakes`). Pronouns and descriptions are not chained here (`speakers`).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.annotate.lexicon import is_role, role_nouns, titles
from pipelines.annotate.naming.acronyms import is_acronym, written_out
from pipelines.annotate.naming.bound_names import bound_names, shared_surnames
from pipelines.annotate.naming.chain_forms import chain_forms
from pipelines.annotate.naming.chains import Chain, Chains
from pipelines.annotate.naming.fullest_form import fullest_form
from pipelines.annotate.naming.generations import tell_generations
from pipelines.annotate.naming.namesakes import is_relative, title_of_another
from pipelines.annotate.naming.roles import apposition, role_beside, stated_gender
from pipelines.annotate.naming.short_forms import acronyms_of
from pipelines.annotate.naming.spellings import name_words
from pipelines.annotate.reading import Name

AGE = re.compile(r", (\d{1,3}),")
STATED = 4  # votes of a gender that a title or role states; a pronoun nearby has one vote
MOST_ACRONYMS = 40  # looked for in the text: each look reads it once


def chain_names(text: str, names: Sequence[Name]) -> Chains:
    """Link the `names` of a document into chains, numbered by first mention."""
    printed = [name.span.of(text) for name in names]
    spelled = tell_generations(printed, [name_words(name) or (name.casefold(),) for name in printed])
    chains, of_form = chain_forms(names, spelled, acronyms_of(text, names, spelled))
    roles = [role_beside(text, name.span) for name in names]
    of_name: list[int] = []
    rivals: dict[int, list[Chain]] = {}
    for number, name in enumerate(names):
        key = (name.entity_type == "PERSON", spelled[number])
        fitting = _fitting(of_form[key], roles[number])
        chain = _nearest(fitting, chains, of_name)
        if len(fitting) > 1:
            rivals[number] = [other for other in fitting if other is not chain]
        title = title_of_another(text, name, roles[number], spelled[number], chain)
        if title or is_relative(text, name, spelled[number], chain):
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
    for given, whole in shared_surnames(text, persons):
        chain = chains[of_name[place[given.span]]]
        if len(chain.words) == 1 and not chain.bound_name:
            chain.bound_name = f"{given.span.of(text)} {whole.span.of(text).split()[-1]}"


def _fitting(matching: list[Chain], role: str | None) -> list[Chain]:
    """Among chains that fit equally, keep those that a title allows."""
    if len(matching) == 1:
        return matching
    stated = stated_gender(role)
    allowed = [chain for chain in matching if not stated or chain.gender in (None, stated)] or matching
    return [chain for chain in allowed if stated and chain.gender == stated] or allowed


def _nearest(fitting: list[Chain], chains: Sequence[Chain], of_name: Sequence[int]) -> Chain:
    """Among chains that fit equally, take the last mentioned, else the first."""
    if len(fitting) > 1:
        numbers = {chain.number for chain in fitting}
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
    nouns = {
        t.rstrip(".")
        for t in tokens
        if t.endswith("-year-old")
        or (is_role(t) and not (t in titles() and titles()[t].is_honorific and (is_honorific or t not in role_nouns())))
    }
    chain.nouns |= nouns
    if not is_honorific and (chain.role is None or len(role) > len(chain.role)):
        chain.role = role
    if not nouns and (further := apposition(text, name.span)) and further != role:
        _learn(text, name, further, chain)


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
    kept = sorted((chain for chain in chains if chain.number in order), key=lambda chain: order[chain.number])
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
