"""A given name that somebody uses in quotation marks, and the surname that the text explains it by.

    "I know Ilian well," Orr said, referring to President Sorokov.        "Ask Ilian (Sorokov)," Orr said.

The two are one person, by both names, where the article prints neither a fuller name of either. So are a given name and
the surname that kin share: "The twins Ivor and Casper Orr".
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.annotate.reading import Name

EXPLAINS = re.compile(
    r"(?:\b(?:refer(?:ring|red)|allud(?:ing|ed)) to|\b(?:in |an? (?:apparent )?)?reference to"
    r"|\b(?:speaking|talking) (?:of|about)|\b(?:meaning|by which s?he meant))(?: [\w’'.-]+){0,5} $"
)
BRACKET = re.compile(r"^ ?[(\[]$")
AND = (" and ", " & ")
KIN = re.compile(r"\b(?:[Bb]rothers|[Ss]isters|[Tt]wins|[Tt]riplets|[Ss]iblings)\b")  # a couple may have two surnames
NEAR = 120  # characters around two names in which the text says that they are kin
LONGEST_WAY = 300  # characters from the given name to the surname that explains it
LONGEST_CUE = 80  # characters before the surname in which the explaining words are looked for


def bound_names(text: str, persons: Sequence[Name]) -> list[tuple[Name, Name]]:
    """Return (given name, surname) of the one-word `persons`, in text order, that the text itself says are one."""
    found: list[tuple[Name, Name]] = []
    for at, surname in enumerate(persons):
        if " " in surname.span.of(text):
            continue
        given = _explained(text, persons[:at], surname)
        if given is not None:
            found.append((given, surname))
    return found


def shared_surnames(text: str, persons: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Yield (given name, whole name) of kin printed with one surname: `Ivor and Casper Orr, who are brothers`."""
    for given, whole in pairwise(persons):
        is_pair = text[given.span.end_char : whole.span.start_char] in AND
        if is_pair and " " not in given.span.of(text) and " " in whole.span.of(text):
            around = text[max(0, given.span.start_char - NEAR) : whole.span.end_char + NEAR]
            if KIN.search(around):
                yield given, whole


def _explained(text: str, before: Sequence[Name], surname: Name) -> Name | None:
    """Return the one name of one word that the words before `surname` explain by it; None where two may be meant."""
    start = surname.span.start_char
    if before and BRACKET.match(text[before[-1].span.end_char : start]):
        return _only_other(text, before[-1:], surname)
    line = text.rfind("\n", 0, start) + 1
    if EXPLAINS.search(text[max(line, start - LONGEST_CUE) : start]) is None:
        return None
    near = [name for name in before if name.span.start_char >= max(line, start - LONGEST_WAY)]
    return _only_other(text, [name for name in near if _is_quoted(text, line, name)], surname)


def _only_other(text: str, names: Sequence[Name], surname: Name) -> Name | None:
    others = {name.span.of(text): name for name in names if name.span.of(text) != surname.span.of(text)}
    given = next(iter(others.values()), None)
    return given if given is not None and len(others) == 1 and " " not in given.span.of(text) else None


def _is_quoted(text: str, line: int, name: Name) -> bool:
    """True where a quotation mark was opened in the line before the name and none closed."""
    before = text[line : name.span.start_char]
    curly = before.count("“") - before.count("”")
    return curly > 0 if "“" in before else before.count('"') % 2 == 1
