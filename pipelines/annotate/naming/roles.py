"""What the page says that somebody is, right beside the name: a title or role before it, kin, an apposition after."""

import re
from collections.abc import Sequence

from pipelines.annotate.lexicon import is_role, role_nouns, titles, word_class, words
from pipelines.records import Span

TITLE_BEFORE = re.compile(r"((?:[^\W_][\w’'.&-]*[ –—-]{1,3}){1,7})$")
NEAR = 90  # characters before a name
BEHIND = 130  # characters after a name
LONGEST_APPOSITION = 14  # words
MOST_BEFORE_ROLE = 3  # words
LINKS = ("of", "for", "at", "in", "with", "from", "to")
DESCRIPTION = re.compile(r"(?<![\w’'])(?:the|an?|another|one|its|his|her|their|[^\W\d_a-z][\w.-]*[’']s?) ", re.I)
INNER_BREAK = re.compile(r"[,;:.!?()“”\"—–]\s| (?:and|who|that|which|said|says|told) ")
KIN = re.compile(
    rf"([^\W\d_a-z][\w-]*[’']s?|\b(?:[Hh]is|[Hh]er|[Tt]heir)) (?:[\w-]+ )?({'|'.join(sorted(word_class('kin')))}),? $"
)


def stated_gender(role: str | None) -> str | None:
    """Return the gender that a title or role states ("Mrs", "spokeswoman")."""
    for token in reversed(re.findall(r"[\w’'-]+", (role or "").lower())[-6:]):
        title = titles().get(token)
        stated = (title.gender if title else None) or role_nouns().get(token)
        if stated:
            return stated
    return None


def role_beside(text: str, span: Span) -> str | None:
    """Return the title or role printed before the name, or the apposition after it."""
    before = text[max(0, span.start_char - NEAR) : span.start_char].rsplit("\n", 1)[-1]
    if (match := TITLE_BEFORE.search(before)) and (title := _title(match[1].split())):
        return title
    kin = KIN.search(before)
    return kin[0].rstrip(" ,") if kin else apposition(text, span) or _apposition_before(text, before, span)


def _title(tokens: Sequence[str]) -> str | None:
    """Return the title or role that the words right before a name end with: `Kremlin spokesman`."""
    start = len(tokens)
    for place in range(len(tokens) - 1, -1, -1):
        if _plain(tokens[place]) in titles() or _plain(tokens[place]) in role_nouns():
            start = place
        elif not _may_stand_in_title(tokens[place]):
            break
    if start == len(tokens):
        return None
    last = _plain(tokens[-1])
    if last not in titles() and last not in role_nouns() and tokens[-1] not in ("–", "—", "-"):
        return None
    first = start
    while first and start - first < MOST_BEFORE_ROLE and _goes_with_role(tokens[first - 1]):
        first -= 1
    return " ".join(tokens[first:]).strip(" –—-")


def _plain(token: str) -> str:
    return token.lower().rstrip(".,")


def _may_stand_in_title(token: str) -> bool:
    is_known = token[0].isupper() or _plain(token) in words("common_words")
    return is_known and _plain(token) not in word_class("role_stoppers") and not token.endswith((",", "."))


def _goes_with_role(token: str) -> bool:
    """True for a word before a role that may belong to it: of `met Vell harbour director`, not the first."""
    if _plain(token) in word_class("role_stoppers") or token.lower() in word_class("role_breaks"):
        return False
    is_end = token[-1] in ".!?" and token.lower().rstrip(".") not in titles()
    return not is_end and not token.endswith((",", ";", ":"))


def _apposition_before(text: str, before: str, span: Span) -> str | None:
    """Return the description whose apposition the name is: `the director of the port, Lena Orr, said`."""
    if not before.endswith(", ") or text[span.end_char : span.end_char + 1] not in tuple(",.;)\n"):
        return None
    for match in reversed(list(DESCRIPTION.finditer(before))):
        phrase = before[match.start() :].rstrip(" ,")
        if not INNER_BREAK.search(phrase) and is_role(_core(phrase)[-1]):
            return phrase
    return None


def apposition(text: str, span: Span) -> str | None:
    """Return the apposition after a name, whatever title stands before it: `the Rt Rev Lena Orr, Bishop of Vell`."""
    tail = text[span.end_char : span.end_char + BEHIND].split("\n", 1)[0]
    if not re.match(r", | \(|,? (?:—|–) ", tail):
        return None
    first = re.split(r"[,;.)—–:]\s|[.,;)]$| who ", tail.lstrip(" ,(—–"))[0].strip()
    tokens = re.findall(r"[\w’'-]+", first.lower())
    is_short = 0 < len(tokens) <= LONGEST_APPOSITION
    core = _core(first)
    heads = [t for t in core if is_role(t)]
    if (
        is_short
        and heads
        and (core[0] in ("the", "a", "an", "his", "her", "their", "one") or is_role(core[-1]) or first[0].isupper())
    ):
        return first
    return None


def _core(phrase: str) -> list[str]:
    """Return the words of a description up to its first preposition, lower case."""
    tokens = re.findall(r"[\w’'-]+", phrase.lower())
    return tokens[: next((n for n, t in enumerate(tokens) if n and t in LINKS), len(tokens))]
