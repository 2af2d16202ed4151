"""Faults of the speaker: the words are right and somebody else is said to have said them.

The path of resolution and the mention say what the quote says, as a resolver that errs would leave them; the text is
untouched. Only quotes whose right speaker is known take part: those that the gold names, and those whose source is a
name.
"""

import random
from collections.abc import Iterator, Sequence

from benchmarks.fault_bench.cases import UNKNOWN
from benchmarks.fault_bench.faults import Fault, Injector, one
from benchmarks.fault_bench.naming import name_words, same_name, shares_word
from benchmarks.fault_bench.variants import Row, Variant, bind

GENDER = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}
STATED = {"mr": "male", "mrs": "female", "ms": "female", "miss": "female", "sir": "male", "lady": "female"}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "last week", "2016")


def swapped_inside(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """Another person whom the article names."""
    people = variant.chains("PERSON")
    for quote in _known(variant, gold_only=True):
        others = [
            (number, name)
            for number, name in people.items()
            if number != quote["speaker_local_entity_no"] and not same_name(name, quote["speaker"])
        ]
        if others:
            yield _bound("speaker_swapped_inside", variant, quote, *chance.choice(others))


def pronoun_of_wrong_gender(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """A pronoun bound to a person whom the article calls by the other one."""
    genders = _genders(variant)
    people = variant.chains("PERSON")
    for quote in variant.quotes:
        gender = GENDER.get((quote["source"] or "").lower())
        others = [number for number, seen in genders.items() if gender and seen != gender and number in people]
        if others and quote["speaker"]:
            number = chance.choice(others)
            yield _bound("pronoun_of_wrong_gender", variant, quote, number, people[number])


def swapped_with_stranger(strangers: Sequence[str]) -> Injector:
    """A person of another article, whom this one never names; the speaker has no chain here."""

    def make(variant: Variant, chance: random.Random) -> Iterator[Fault]:
        for quote in _known(variant):
            name = _stranger(variant, strangers, chance)
            yield _bound("speaker_of_another_article", variant, quote, None, name)

    return make


def chained_to_stranger(strangers: Sequence[str]) -> Injector:
    """The same, with a chain of the stranger's own that the mention is in."""

    def make(variant: Variant, chance: random.Random) -> Iterator[Fault]:
        free = 1 + max((m["local_entity_no"] or 0 for m in variant.mentions), default=0)
        for quote in _known(variant):
            if quote["speaker_mention_id"]:
                name = _stranger(variant, strangers, chance)
                yield _bound("mention_of_another_article", variant, quote, free, name)

    return make


def swapped_with_byline(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """Who wrote the article."""
    authors = [name for name in variant.article["authors"] if not _is_named(variant, name)]
    for quote in _known(variant):
        if authors:
            yield _bound("speaker_is_byline", variant, quote, None, chance.choice(authors))


def swapped_with_place(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """A place that the article names."""
    others = variant.chains("PERSON", "ORG", "MISC")
    places = {number: name for number, name in variant.chains("LOC").items() if number not in others}
    for quote in _known(variant):
        if places:
            number, name = chance.choice(list(places.items()))
            faulted = variant.copy()
            columns = {"speaker": name, "speaker_local_entity_no": number, "resolution_path": [f"name: {name}"]}
            faulted.quote(quote["quote_no"]).update(columns)  # a person's mention is in no place's chain
            yield one("speaker_is_place", variant, faulted, quote["quote_no"])


def swapped_with_date(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """A day, printed in the article or not."""
    for quote in _known(variant):
        yield _bound("speaker_is_date", variant, quote, None, chance.choice(DAYS))


def swapped_with_outlet(variant: Variant, chance: random.Random) -> Iterator[Fault]:
    """Who published the article."""
    for quote in _known(variant):
        if not shares_word(variant.article["outlet"], quote["speaker"]):
            yield _bound("speaker_is_outlet", variant, quote, None, variant.article["outlet"])


def people_of(variants: Sequence[Variant]) -> list[str]:
    """Return the full names of all persons, in order."""
    names = {name for variant in variants for name in variant.chains("PERSON").values() if len(name.split()) > 1}
    return sorted(names)


def _known(variant: Variant, *, gold_only: bool = False) -> Iterator[Row]:
    for quote in variant.quotes:
        right = variant.case.speakers[quote["quote_no"]]
        mention = variant.mention_of(quote)
        is_gold = right not in (None, UNKNOWN) and same_name(quote["speaker"], right)
        is_named = not gold_only and mention is not None and mention["form"] == "name"
        if quote["speaker"] and (is_gold or is_named or variant.case.origin == "sample"):
            yield quote


def _bound(kind: str, variant: Variant, quote: Row, chain_no: int | None, name: str) -> Fault:
    """Bind the quote, and every other one of the same mention, to somebody else."""
    faulted = variant.copy()
    bound = [
        other
        for other in faulted.quotes
        if other["quote_no"] == quote["quote_no"]
        or (other["speaker_mention_id"] and other["speaker_mention_id"] == quote["speaker_mention_id"])
    ]
    for other in bound:
        bind(faulted, other, chain_no, name)
    return one(kind, variant, faulted, *(other["quote_no"] for other in bound))


def _stranger(variant: Variant, strangers: Sequence[str], chance: random.Random) -> str:
    while True:
        name = chance.choice(strangers)
        if not _is_named(variant, name):
            return name


def _is_named(variant: Variant, name: str) -> bool:
    """True where the article prints a word of the name that is not common to many."""
    words = set(name_words(variant.article["text"]))
    return any(word in words for word in name_words(name) if len(word) > 2)


def _genders(variant: Variant) -> dict[int, str]:
    """Return the gender of chains, as the pronouns that are bound to them and the titles beside them agree."""
    seen: dict[int, set[str]] = {}
    for quote in variant.quotes:
        gender = GENDER.get((quote["source"] or "").lower())
        if gender and quote["speaker_local_entity_no"] is not None:
            seen.setdefault(quote["speaker_local_entity_no"], set()).add(gender)
    for mention in variant.mentions:
        for word in name_words_with_titles(mention["role"]):
            if word in STATED and mention["local_entity_no"] is not None:
                seen.setdefault(mention["local_entity_no"], set()).add(STATED[word])
    return {number: next(iter(found)) for number, found in seen.items() if len(found) == 1}


def name_words_with_titles(role: str | None) -> list[str]:
    """Return the words of a role in lower case, without full stops."""
    return [word.strip(".,").lower() for word in (role or "").split()]


def speaker_faults(variants: Sequence[Variant]) -> dict[str, Injector]:
    """Return the injectors by kind; strangers are the people of `variants`."""
    strangers = people_of(variants)
    return {
        "speaker_swapped_inside": swapped_inside,
        "pronoun_of_wrong_gender": pronoun_of_wrong_gender,
        "speaker_of_another_article": swapped_with_stranger(strangers),
        "mention_of_another_article": chained_to_stranger(strangers),
        "speaker_is_byline": swapped_with_byline,
        "speaker_is_place": swapped_with_place,
        "speaker_is_date": swapped_with_date,
        "speaker_is_outlet": swapped_with_outlet,
    }
