"""Words printed twice: a headline or a pull quote is by whom the body gives the same words to."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from pipelines.annotate.speakers.scene import Facts, Speaker

AGAIN = "quotation printed again"  # first step of the path of a speaker whom the other print names
LEAST_ALIKE = 90.0  # of 100: headlines write "I've" for "I have", and drop a word
FEWEST_WORDS = 4
MOST_LONE = 12  # quotations without a speaker that are looked for, and
MOST_NAMED = 80  # those with one that they are compared with: bounds the time on long live blogs
LETTERS = re.compile(r"\W+")


def said_again(facts: Facts, answers: Sequence[Speaker]) -> list[Speaker]:
    """Return the answers; quotations in marks that nobody is named for have the speaker of a longer print of them."""
    found = list(answers)
    marked = [n for n, kind in enumerate(facts.kinds) if kind != "indirect" and facts.parents[n] is None]
    lone = [n for n in marked if answers[n].chain_no is None][:MOST_LONE]
    named = [(n, _plain(facts, n)) for n in marked if answers[n].chain_no is not None][:MOST_NAMED]
    for number in lone:
        words = _plain(facts, number)
        if words.count(" ") + 1 < FEWEST_WORDS:
            continue
        for other, longer in named:
            if len(longer) >= len(words) and fuzz.partial_ratio(words, longer, score_cutoff=LEAST_ALIKE):
                found[number] = answers[other].carried_over(1.0, (AGAIN, *answers[other].path))
                break
    return found


def _plain(facts: Facts, number: int) -> str:
    """Return the quoted words, lower case, with nothing but spaces between them."""
    printed = " ".join(span.of(facts.text) for span in facts.attributions[number].content)
    inside = QUOTED.search(printed)
    return LETTERS.sub(" ", (inside[0] if inside else printed).lower()).strip()


QUOTED = re.compile(r"[“\"‘'«].+[”\"’'»]", re.DOTALL)
