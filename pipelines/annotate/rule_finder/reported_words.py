"""Whether a cue word reports at all, and where the words that it reports begin and end."""

import re

from pipelines.annotate.lexicon import CueWord, role_nouns, word_class, words
from pipelines.annotate.rule_finder.clauses import BREAKS, Clauses

TIME = re.compile(
    r"\s*(?:on |last |this |late |early )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?: (?:morning|afternoon|evening|night))?"
    r"|\s*(?:yesterday|today|earlier|later|recently|again|afterwards?)\b"
)


def content_start(clauses: Clauses, place: int, cue: CueWord) -> int | None:
    """Return where the words reported by the verb at `place` begin: past addressee, time and channel."""
    if (wanted := demanded(clauses, place, cue)) is not None:
        return clauses.words[wanted].start if wanted < len(clauses.words) else None
    after = place + 1
    reach = min(after + 14, len(clauses.words))
    if cue.lemma in word_class("addressed_lemmas"):
        opener = next((i for i in range(after, reach) if clauses.word(i) in word_class("clause_openers")), None)
        if opener is None:
            return clauses.words[after + 1].start if after + 1 < len(clauses.words) else None
        after = opener
    else:
        after = _past_circumstances(clauses, place, after, reach)
    if after >= len(clauses.words) or clauses.word(after) in (",", ";", "about", "of", "for"):
        return None
    return clauses.words[after].start


def _past_circumstances(clauses: Clauses, place: int, after: int, reach: int) -> int:
    """Step over `on Monday`, and over `in a letter to the port that`."""
    timed = TIME.match(clauses.text, clauses.words[place].end)
    if timed is None and clauses.word(after) not in ("on", "in", "during", "at", "to", "last", "this", ",", "via"):
        return after
    that = next((i for i in range(after, reach) if clauses.word(i) == "that"), None)
    if that is not None:
        return that
    return clauses.place_at(timed.end()) if timed else after


def demanded(clauses: Clauses, place: int, cue: CueWord) -> int | None:
    """Return the place after the "for" of `called on Sunday for ...`."""
    if cue.lemma != "call":
        return None
    near = range(place + 1, min(place + 5, len(clauses.words)))
    return next((p + 1 for p in near if clauses.word(p) == "for" and clauses.word(p - 1) not in BREAKS), None)


def content_end(clauses: Clauses, start: int) -> int:
    """Return the stretch's end without its full stop, or where the next speaker's words begin."""
    end = clauses.stretch.span.end_char
    for place in range(clauses.place_at(start + 10), min(len(clauses.words), clauses.place_at(start) + 120)):
        if clauses.word(place) in (",", "—", "–") and (
            clauses.word(place + 1) in ("adding", "according", "saying", "citing", "noting", "calling")
            or clauses.word(place + 2) in ("added", "adding", "said", "says")
            or (clauses.word(place + 1) == "which" and clauses.word(place + 2) in word_class("subject_pronouns"))
        ):
            end = clauses.words[place].start
            break
    while end > start and clauses.text[end - 1] in " .":
        end -= 1
    return end


def is_report(clauses: Clauses, place: int, cue: CueWord) -> bool:
    """True where the word at `place` is an active verb, not a noun ("the claim") or infinitive ("to say")."""
    word, before = clauses.word(place), clauses.word(place - 1)
    if before in word_class("determiners") or before.endswith(("'s", "’s", "s'", "s’")):
        return False
    if before == "to" and clauses.word(place - 2) not in ("on", "continued"):
        return False
    step = place - 1
    while clauses.word(step) in word_class("auxiliaries") and step > place - 4:
        step -= 1
    if word == cue.lemma and step == place - 1:
        return (
            before in ("they", "we", "i", "you", "who")
            or before in words("group_nouns")
            or (before.endswith("s") and before not in word_class("subject_pronouns"))
        )
    if word == f"{cue.lemma}s" and step == place - 1:
        is_singular = (
            before in ("he", "she", "it", "who", ",", ")")
            or before in role_nouns()
            or before in words("document_nouns")
        )
        return is_singular or (step >= 0 and clauses.words[step].is_capital) or _ends_quotation(clauses, place)
    is_participle = word.endswith("ed") or word in ("told", "said", "written", "known", "read", "spoken")
    return not (is_participle and clauses.word(step) in word_class("be"))


def _ends_quotation(clauses: Clauses, place: int) -> bool:
    quotation = clauses.quotation_before(clauses.words[place].start)
    return quotation is not None and clauses.place_at(quotation.span.end_char) == place
