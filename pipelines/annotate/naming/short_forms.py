"""When a shorter name stands for the fuller name of a body or place: acronyms, beginnings, ends, a team's last word.

A place, or an adjective of nationality, is never short for a body that is named after it: "Russian" is not the Russian
Foreign Ministry. An acronym is nobody's surname: "UN" is not Kim Jong Un.
"""

from collections.abc import Sequence
from functools import cache

from pipelines.annotate.lexicon import word_class, words
from pipelines.annotate.naming.spellings import name_words
from pipelines.annotate.reading import Name
from pipelines.names.lists import place_words

Form = tuple[str, ...]
SMALL = ("of", "the", "and", "for", "in", "on")
ORGANS = frozenset(("council", "assembly", "commission", "committee", "agency", "office", "court", "secretariat"))
"""What a body has: "United Nations" is not short for its Security Council."""
LONGEST_ACRONYM = 4  # letters: a longer word in capitals is a word printed loudly
LEAST_FIRST_WORD = 5  # letters of a company's first word that stands for it
LEAST_TEAM = 4  # letters of a team's last word
LONGEST_STRETCH = 200  # characters beside a name in which small letters are looked for


def body_fits(form: Form, full: Form) -> float:
    """Return how well `form` may stand for the fuller name of a body or place (0 = not at all, 1 = the same)."""
    if form == full:
        return 1.0
    if is_place(form) and not (is_place(full) and _place_of(form) == _place_of(full)):
        return 0.0
    initials = {letters_of(full), "".join(word[0] for word in full if word not in SMALL)}
    if len(form) == 1 and len(full) > 1 and form[0].replace(".", "") in {i for i in initials if len(i) > 1}:
        return 0.9
    is_beginning = full[: len(form)] == form and full[-1] not in ORGANS
    if len(form) > 1 and (is_beginning or full[-len(form) :] == form):
        return 0.8
    return 0.7 if _is_first_word(form, full) or _is_team(form, full) else 0.0


def letters_of(name: Form) -> str:
    """Return the first letters of all words: `TfL` for `Transport for London`."""
    return "".join(word[0] for word in name)


def is_place(form: Form) -> bool:
    """True for the name of a place, or of those who live there, without "the"."""
    return (form[1:] if form[0] == "the" else form) in _places()


def acronyms_of(text: str, names: Sequence[Name], spelled: Sequence[Form]) -> frozenset[str]:
    """Return the names of one word that are acronyms wherever they stand: "UN" beside "Kim Jong Un".

    None are those that a person's full name prints in capitals as well, as French papers do: "KIM Jong-un".
    """
    found: dict[str, bool] = {}
    loud: set[str] = set()
    for name, form in zip(names, spelled, strict=True):
        if len(form) == 1:
            found[form[0]] = found.get(form[0], True) and _is_acronym(text, name.span.start_char, name.span.end_char)
        elif name.entity_type == "PERSON":
            loud.update(word.casefold() for word in name.span.of(text).split() if word.isupper() and len(word) > 1)
    return frozenset(word for word, is_always in found.items() if is_always and word not in loud)


def _is_acronym(text: str, start: int, end: int) -> bool:
    """True for two to four capitals among words that are printed in small letters."""
    letters = text[start:end].replace(".", "")
    if not (1 < len(letters) <= LONGEST_ACRONYM and letters.isalpha() and letters.isupper()):
        return False
    line = text.rfind("\n", 0, start) + 1
    around = text[max(line, start - LONGEST_STRETCH) : start] + text[end : end + LONGEST_STRETCH].partition("\n")[0]
    return any(character.islower() for character in around)


def may_shorten(form: Form, full: Form, full_at: int, form_at: int) -> bool:
    """False where the shorter name comes first and the longer one adds more than what kind of company it is.

    `Vell Energy` after `Vell` is Vell; `Vell Energy Trading Solutions` may be a part of it.
    """
    is_beginning = len(form) < len(full) and full[: len(form)] == form
    return not is_beginning or full_at < form_at or (len(full) - len(form) == 1 and full[-1] in words("org_words"))


def _is_first_word(form: Form, full: Form) -> bool:
    is_first = len(form) == 1 and len(form[0]) >= LEAST_FIRST_WORD and full[0] == form[0]
    return is_first and full[-1] in words("org_words") and form[0] not in words("common_words")


def _is_team(form: Form, full: Form) -> bool:
    """True for "Cubs" or "the Cubs" of "Chicago Cubs", not for "Republicans" of "Texas Republicans"."""
    short = form[1:] if form[0] == "the" else form
    if len(short) != 1 or len(full) < 2 or full[-1] != short[0] or not is_place(full[:-1]):
        return False
    return len(short[0]) >= LEAST_TEAM and short[0].endswith("s") and short[0] not in _groups()


@cache
def _places() -> dict[Form, str]:
    """Return the names and demonyms of places -> the place; empty where only the word is known."""
    listed = (*place_words("article"), *place_words("across"))
    return {form: place.place for place in listed if (form := name_words(place.word))}


def _place_of(form: Form) -> str:
    return _places()[form[1:] if form[0] == "the" else form]


@cache
def _groups() -> frozenset[str]:
    return words("group_nouns") | word_class("organisation_nouns")
