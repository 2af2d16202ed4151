"""How well two names of organisations, places and other things agree, on the levels of `agreement`."""

from pipelines.names.part_agreement import Part, agree_parts
from pipelines.resolve.entities.names.agreement import Agreement
from pipelines.resolve.entities.names.gazetteer import is_state
from pipelines.resolve.entities.names.thing_names import ThingName, known_acronyms, parse_thing

MIN_LETTERS_TO_MISSPELL = 5  # shorter words a letter apart are two words (Bank, Tank)
MIN_LETTERS_IF_ALONE = 8  # of a name of one word, for which no other word vouches


def agree_things(left: str, right: str) -> Agreement:
    """Compare two printed names of things; symmetrical, never raises. INITIAL means acronym and full name."""
    return agree_parsed_things(parse_thing(left), parse_thing(right))


def agree_parsed_things(left: ThingName, right: ThingName) -> Agreement:
    """Compare two parsed names of things."""
    if not left.words or not right.words:
        return Agreement.DIFFERENT
    if left.words == right.words:
        return Agreement.SAME
    for acronym, full in ((left.acronym, right), (right.acronym, left)):
        if acronym and (acronym in full.initials or known_acronyms().get(acronym) == full.key):
            return Agreement.INITIAL
    if "".join(left.words) == "".join(right.words):
        return Agreement.SPELLING
    return _agree_words(left.words, right.words)


def _agree_words(left: tuple[str, ...], right: tuple[str, ...]) -> Agreement:
    """Compare sets of words: all but one shared and that one misspelt, or one name with more words than the other.

    A name of a single word that is misspelt is NEAR: no other word vouches for it.
    """
    rest = (sorted(set(left) - set(right)), sorted(set(right) - set(left)))
    if not rest[0] or not rest[1]:
        shared = min(len(set(left)), len(set(right)))
        return Agreement.EXTRA if shared > 1 else Agreement.BARE
    if len(rest[0]) != 1 or len(rest[1]) != 1:
        return Agreement.DIFFERENT
    first, second = rest[0][0], rest[1][0]
    if is_state(first) and is_state(second):
        return Agreement.DIFFERENT  # the ministries of Austria and Australia are two
    letters = MIN_LETTERS_TO_MISSPELL if len(left) > 1 else MIN_LETTERS_IF_ALONE
    if min(len(first), len(second)) < letters:
        return Agreement.DIFFERENT
    part = agree_parts(first, second, is_family=True)
    if part is Part.MISSPELT:
        return Agreement.MISSPELT if len(left) > 1 else Agreement.NEAR
    return Agreement.SPELLING if part is Part.SPELLING else Agreement.DIFFERENT
