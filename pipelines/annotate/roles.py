"""What the page says that somebody is, right beside the name: a title or role before it, kin, an apposition after."""

import re

from pipelines.annotate.lexicon import is_role, role_nouns, titles, word_class, words
from pipelines.records import Span

TITLE_BEFORE = re.compile(r"((?:[^\W_][\w’'.&-]*[ –—-]{1,3}){1,7})$")
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
    before = text[max(0, span.start_char - 90) : span.start_char]
    match = TITLE_BEFORE.search(before.rsplit("\n", 1)[-1])
    if match:
        tokens = match[1].split()
        start = len(tokens)
        for place in range(len(tokens) - 1, -1, -1):
            plain = tokens[place].lower().rstrip(".,")
            if plain in titles() or plain in role_nouns():
                start = place
            elif (
                not (tokens[place][0].isupper() or plain in words("common_words"))
                or plain in word_class("role_stoppers")
                or tokens[place].endswith((",", "."))
            ):
                break
        if start < len(tokens):
            last = tokens[-1].lower().rstrip(".,")
            if last in titles() or last in role_nouns() or tokens[-1] in ("–", "—", "-"):
                first = start
                while (
                    first
                    and tokens[first - 1].lower().rstrip(".,") not in word_class("role_stoppers")
                    and not tokens[first - 1].endswith((",", ";", ":"))
                    and (tokens[first - 1][-1] not in ".!?" or tokens[first - 1].lower().rstrip(".") in titles())
                    and start - first < 3
                    and tokens[first - 1].lower() not in word_class("role_breaks")
                ):
                    first -= 1
                return " ".join(tokens[first:]).strip(" –—-")
    kin = KIN.search(text, max(0, span.start_char - 60), span.start_char)
    return kin[0].rstrip(" ,") if kin else _apposition(text, span)


def _apposition(text: str, span: Span) -> str | None:
    tail = text[span.end_char : span.end_char + 130].split("\n", 1)[0]
    if not re.match(r", | \(|,? (?:—|–) ", tail):
        return None
    first = re.split(r"[,;.)—–:]\s|[.,;)]$| who ", tail.lstrip(" ,(—–"))[0].strip()
    tokens = re.findall(r"[\w’'-]+", first.lower())
    is_short = 0 < len(tokens) <= 14
    core = tokens[
        : next(
            (i for i, t in enumerate(tokens) if t in ("of", "for", "at", "in", "with", "from", "to") and i), len(tokens)
        )
    ]
    heads = [t for t in core if is_role(t)]
    if (
        is_short
        and heads
        and (core[0] in ("the", "a", "an", "his", "her", "their", "one") or is_role(core[-1]) or first[0].isupper())
    ):
        return first
    return None
