"""The subject of a reporting verb, to its left or right: where its noun phrase and the appositions in it end."""

from pipelines.annotate.lexicon import role_nouns, titles, word_class, words
from pipelines.annotate.rule_finder.clauses import BREAKS, Clauses
from pipelines.records import Span

FARTHEST = 60  # words that a source may hold, appositions included
SPEAKING = frozenset(
    ["said", "says", "told", "wrote", "added", "asked", "adding", "saying", "noted", "argued", "tweeted"]
)


def subject_left(clauses: Clauses, place: int) -> Span | None:
    """Return the subject before the verb at `place`; an apposition between commas belongs to it."""
    floor = clauses.floor(place)
    last = place - 1
    if clauses.word(last) == "," and last > floor:
        opening = _apposition_start(clauses, last, floor)
        if opening is None:
            return None
        first = _phrase_start(clauses, opening - 1, floor)
        return _subject(clauses, first, opening - 1, keep_to=last)
    while last > floor and clauses.word(last) in word_class("time_words") and not _is_subject(clauses, last):
        last -= 1
    if last < floor:
        return None
    return _subject(clauses, _phrase_start(clauses, last, floor), last, keep_to=last)


def _is_subject(clauses: Clauses, place: int) -> bool:
    return clauses.word(place) in word_class("subject_pronouns") or (
        clauses.words[place].is_capital and clauses.word(place) not in word_class("time_words")
    )


def _apposition_start(clauses: Clauses, closing: int, floor: int) -> int | None:
    """Return the place of the comma that opens the apposition which the comma at `closing` ends."""
    for place in range(closing - 1, max(floor, closing - FARTHEST), -1):
        if clauses.word(place) == ",":
            follower = clauses.word(place + 1)
            if (
                follower in word_class("apposition_starts")
                or follower in role_nouns()
                or follower in titles()
                or follower.isdigit()
            ):
                return place
    nearest = next((p for p in range(closing - 1, max(floor, closing - 12), -1) if clauses.word(p) == ","), None)
    is_headed = nearest is not None and (clauses.words[nearest - 1].is_capital or _names_a_role(clauses, nearest))
    return nearest if is_headed else None


def _names_a_role(clauses: Clauses, comma: int) -> bool:
    """True for the comma of `Falk's father, Tom`: a role before it, a name behind."""
    inside = 0 < comma < len(clauses.words) - 1
    return inside and clauses.word(comma - 1) in role_nouns() and clauses.words[comma + 1].is_capital


def _phrase_start(clauses: Clauses, last: int, floor: int) -> int:
    """Walk left from `last` to where the noun phrase begins."""
    step = last
    while step >= floor and last - step < FARTHEST:
        word = clauses.word(step)
        is_break = word in BREAKS and not _is_bracketed(clauses, step)
        if is_break or (word in word_class("clause_starts") and not _joins_names(clauses, step)) or word in SPEAKING:
            break
        step -= 1
    return step + 1


def _is_bracketed(clauses: Clauses, place: int) -> bool:
    """True for the brackets of `(R-Ohio)` after a name."""
    return (
        clauses.word(place) in ("(", ")")
        and any(clauses.word(p) == "(" for p in range(max(0, place - 4), place + 1))
        and place > 0
    )


def _joins_names(clauses: Clauses, place: int) -> bool:
    inside = 0 < place < len(clauses.words) - 1
    return (
        inside
        and clauses.word(place) == "and"
        and clauses.words[place - 1].is_capital
        and clauses.words[place + 1].is_capital
    )


def _subject(clauses: Clauses, first: int, last: int, *, keep_to: int) -> Span | None:
    """Return the noun phrase in `first` to `last`, or nothing where the words are none."""
    if first > last:
        return None
    if clauses.word(last) in word_class("subject_pronouns"):
        return clauses.span(last, keep_to)
    while first < last and clauses.word(first) in (
        "and",
        "but",
        "then",
        "so",
        "yet",
        "meanwhile",
        "however",
        ",",
        "also",
        "still",
    ):
        first += 1
    if clauses.word(first) in word_class("prepositions_first") and last > first:
        first = _last_name(clauses, first, last)
    if clauses.word(last) in word_class("prepositions_first") | {"to", "not", "the", "a"}:
        return None
    if first == last and not (
        clauses.words[last].is_capital
        or clauses.word(last) in words("group_nouns")
        or clauses.word(last) in role_nouns()
    ):
        return None
    return clauses.span(first, keep_to)


def _last_name(clauses: Clauses, first: int, last: int) -> int:
    """`In a meeting on the budget Orr said`: the capitalised words at the end."""
    step = last
    while step > first and (
        clauses.words[step].is_capital or clauses.word(step) in role_nouns() or clauses.word(step) in titles()
    ):
        step -= 1
    return min(step + 1, last)


def subject_right(clauses: Clauses, place: int) -> Span | None:
    """Return the subject after an inverted verb: `said Lena Orr, the mayor`."""
    first = place + 1
    if clauses.word(first) in ("that", "in", "on", "to", "at", ",", "as", ""):
        return None
    step, in_apposition = first, False
    while step < min(len(clauses.words), first + FARTHEST) and (step == first or _adjoins(clauses, step)):
        word = clauses.word(step)
        if word in (";", ":", "—", "–") or (word == "(" and step == first):
            break
        if word == ",":
            follower = clauses.word(step + 1)
            starts = follower in word_class("apposition_starts") or follower in role_nouns() or follower.isdigit()
            if not starts and not _names_a_role(clauses, step):
                break
            in_apposition = True
        elif word in word_class("right_ends") and not (in_apposition and clauses.word(step - 1) != ","):
            break
        step += 1
    return clauses.span(first, step - 1) if step > first else None


def _adjoins(clauses: Clauses, place: int) -> bool:
    gap = clauses.text[clauses.words[place - 1].end : clauses.words[place].start]
    return not any(c in '."“”!?' for c in gap.removeprefix("."))


def leading_subject(clauses: Clauses, before: int) -> Span | None:
    """Return the stretch's first noun phrase where it is a pronoun or holds a name, for participles ("adding")."""
    first = 0
    if clauses.word(0) in word_class("prepositions_first"):
        comma = next((p for p in range(1, min(before, 20)) if clauses.word(p) == ","), None)
        first = 0 if comma is None else comma + 1
    if first >= before:
        return None
    if clauses.word(first) in word_class("subject_pronouns"):
        return clauses.span(first, first)
    step = first
    while step < before and _may_name(clauses, step):
        step += 1
    is_named = any(w.is_capital and w.lower not in words("common_words") for w in clauses.words[first:step])
    return clauses.span(first, step - 1) if step > first and is_named else None


def _may_name(clauses: Clauses, place: int) -> bool:
    """True for capitalised words, roles, and a dash between a role and a name."""
    word = clauses.word(place)
    if word in ("–", "—", "-"):
        return place + 1 < len(clauses.words) and clauses.words[place + 1].is_capital
    return clauses.words[place].is_capital or word in titles() or word in role_nouns() or word == "the"
