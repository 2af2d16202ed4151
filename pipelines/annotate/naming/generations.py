"""Father and son of one name: told apart where an article prints the name with and without "Jr.", or "Jr." and "Sr.".

An article that prints it in one way only means one person: "Orr Jr." is "Orr" there.
"""

import re
from collections.abc import Sequence

Words = tuple[str, ...]
SUFFIX = re.compile(r"[\s,](jr|sr)\.?(?:['’]s?)?$", re.IGNORECASE)


def tell_generations(printed: Sequence[str], spelled: Sequence[Words]) -> list[Words]:
    """Return the words of the names `printed`, with the suffix before the family name where it tells two apart."""
    generations = [_generation_of(name) for name in printed]
    found: dict[Words, set[str]] = {}
    for words, generation in zip(spelled, generations, strict=True):
        if len(words) > 1:
            found.setdefault(words, set()).add(generation)
    told = {words for words, kinds in found.items() if len(kinds) > 1}
    families = {words[-1] for words in told}
    return [
        (*words[:-1], generation, words[-1])
        if generation and (words in told or (len(words) == 1 and words[0] in families))
        else words
        for words, generation in zip(spelled, generations, strict=True)
    ]


def generation_within(words: Words) -> str:
    """Return the suffix that `tell_generations` has put before a family name; empty where there is none."""
    return words[-2] if len(words) > 1 and words[-2] in ("jr", "sr") else ""


def _generation_of(name: str) -> str:
    match = SUFFIX.search(name)
    return match[1].lower() if match else ""
