"""Whether a text is the whole article, its opening alone (a stub), or what a page shows instead (furniture), and why.

The words that tell are in `incomplete.csv`. A prompt to subscribe or log in is a phrase of its own, or a sentence that
speaks of access (subscribe, account, a price) and of reading (the full story, this article) and addresses the reader. A
whole article may end with a prompt too: it is a stub only where little precedes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipelines.ingest.wire import wire_service
from pipelines.ingest.words import read_table

_CUT = re.compile(
    r"\s*(?:…|\.\.\.)?\s*(?:\[\s*(?:…|\.\.\.)?\s*\+?\s*\d[\d,.]* (?:more )?(?:char(?:acter)?|word)s?\s*\]"
    r"|[\[(]\s*(?:(?:truncated|removed|more|continues|(?:to be )?continued)\s*(?:…|\.\.\.)?|…|\.\.\.)\s*[\])])"
    r"\s*(?:</\w+>)?\s*"
    r"(?:\nThe post .{1,200} (?:appeared|was) first .{1,100})?\Z",
    re.IGNORECASE,
)
_CUT_MARKS = ("[", "(t", "(T", "(m", "(M", "(c", "(C", "(…", "(...")
_LONGEST_CUT_MARK = 360  # characters, what WordPress writes behind it included
_SHORTEST_OPENING = 100  # characters
_OPENING = 1_500  # characters, some 250 words: the longest opening that paywalls leave
_LONGEST_PROMPT = 250  # characters of a paragraph that is a prompt
_WORD = re.compile(r"\w+")
_SENTENCES = re.compile(r"(?<=[.!?|•:])\s*")
_SHORT_SENTENCE, _LONG_SENTENCE = 8, 22  # words
_CURRENCIES = ("$", "£", "€")
_PRICE = re.compile(r"[$£€]\s?\d|\d\s?€")
_QUOTES = ('"', "“", "”", "«", "»", "‘", "’")
_LAST_PARAGRAPHS = 4
_LONGEST_FURNITURE = 3_000
_FEWEST_CONSENTS = 3  # phrases of a page that asks for consent
_FEWEST_PROMPTS, _FEWEST_TEASERS = 2, 3
_SHARE_OF_TEASERS = 0.25
_AGO = re.compile(r"^(?:(?:an?|\d+) (?:min(?:ute)?|hour|day|week)s? ago|\d+ min read)\b")
_SENTENCE_END = re.compile(r"[.!?:\"'”’)\]]\s*\Z")
_ELLIPSIS = re.compile(r"(?:…|\.\.\.)[\"'”’)\]]*\s*\Z")
_END = 20  # characters, more than any end that is looked for has
_DOTS = re.compile(r"…|\.{3}")
_BREAKS_OFF = re.compile(r"\w\s?(?:…|\.\.\.)\s*\Z")
_SHOWN_INSTEAD = {
    "robot": "a page that a site shows to robots",
    "region": "a page that a site shows to other countries",
    "blocker": "a page that asks to switch off an ad blocker",
    "missing": "a page that says that there is none",
    "maintenance": "a page of a site that is closed for a while",
    "login": "a page to log in",
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """`kind` is whole, stub or furniture; `reason` says why, of what is not whole."""

    kind: str
    reason: str | None = None


def without_cut_mark(body: str) -> tuple[str, bool]:
    """Return a text without the mark of one that was cut ("… [+2140 chars]", "[...]"), and whether it had it."""
    start = max(0, len(body) - _LONGEST_CUT_MARK)
    tail = body[start:]
    if not ("[" in tail or "(" in tail) or not any(map(tail.__contains__, _CUT_MARKS)):
        return body, False
    bare = body[:start] + _CUT.sub("…", body[start:])
    return bare, bare != body


def completeness_of(body: str, *, title: str | None = None, is_cut: bool, extent: str | None) -> Completeness:
    """Judge a clean body; `extent` is what the source says of it: "restricted" behind a paywall, "lead" alone, or
    "teasers" where a page's text is that of the links on it.
    """
    if is_cut:
        return Completeness("stub", "cut by the program that exported it")
    if extent == "lead":
        return Completeness("stub", "the lead paragraph alone")
    if extent == "teasers":
        return Completeness("furniture", "a list of teasers")
    paragraphs = body.split("\n")
    if len(body) <= _LONGEST_FURNITURE:
        shown = _instead(title or "", body, paragraphs)
        if shown:
            return Completeness("furniture", shown)
    prompt = _first_prompt(paragraphs)
    before = "\n".join(paragraphs[:prompt])
    if prompt is not None and (len(before) <= _OPENING or not _ends(before)):
        return Completeness("stub", "ends in a prompt to subscribe")
    if len(body) <= _OPENING and _leads_to_the_rest(paragraphs[-1]):
        return Completeness("stub", "ends in a link to the rest")
    if extent == "restricted" and (len(body) <= _OPENING or not _ends(body)):
        return Completeness("stub", "said to be for subscribers, and short")
    if _SHORTEST_OPENING <= len(body) <= _OPENING and _breaks_off(body):
        return Completeness("stub", "breaks off in its last sentence")
    return Completeness("whole")


def _first_prompt(paragraphs: Sequence[str]) -> int | None:
    """Return the number of the first of the last paragraphs that is a prompt; None where none is."""
    first = max(0, len(paragraphs) - _LAST_PARAGRAPHS)
    short = "\n".join(line for line in paragraphs[first:] if len(line) <= _LONGEST_PROMPT)
    if not _may_ask(short.casefold().replace("’", "'")):
        return None  # most texts
    return next((number for number in range(first, len(paragraphs)) if _is_prompt(paragraphs[number])), None)


def _may_ask(folded: str) -> bool:
    if not folded:
        return False
    has_price = any(map(folded.__contains__, _CURRENCIES)) and _PRICE.search(folded)
    return bool(has_price) or any(map(folded.__contains__, _asking_phrases()))


def _breaks_off(body: str) -> bool:
    """True where the only dots of a text are its end; who writes in dots ends in them too, and agencies sign with some
    ("REUTER...").
    """
    if wire_service(body[-_END:].rpartition("\n")[2].strip(" .…")):
        return False
    return bool(_BREAKS_OFF.search(body[-_END:])) and len(_DOTS.findall(body)) == 1


def _ends(text: str) -> bool:
    end = text[-_END:]
    return bool(_SENTENCE_END.search(end)) and not _ELLIPSIS.search(end)


def _is_prompt(paragraph: str) -> bool:
    """True for a short paragraph of which a sentence is a prompt."""
    if len(paragraph) > _LONGEST_PROMPT or (paragraph.startswith(_QUOTES) and not paragraph.endswith(_QUOTES)):
        return False
    folded = paragraph.casefold().replace("’", "'")
    if not _may_ask(folded):
        return False
    sentences = [sentence.strip(" \"'“”‘’-–—|•()") for sentence in _SENTENCES.split(folded)]
    return any(map(_prompts, sentences)) or _prompts(folded.strip(" \"'“”‘’-–—|•()"))


def _prompts(sentence: str) -> bool:
    """True for one of the phrases, at its beginning or in a short sentence, and for what asks for access to read."""
    is_short = len(sentence.split()) <= _SHORT_SENTENCE
    if sentence.startswith(_phrases("subscribe")) or (is_short and _word_of("subscribe").search(sentence)):
        return True
    if len(sentence.split()) > _LONG_SENTENCE or _word_of("no_prompt").search(sentence):
        return False
    asks = _word_of("access").search(sentence) or _PRICE.search(sentence)
    is_addressed = is_short or _word_of("address").match(sentence) or _word_of("addressed").search(sentence)
    return bool(asks and _word_of("reading").search(sentence) and is_addressed)


def _leads_to_the_rest(paragraph: str) -> bool:
    folded = paragraph.casefold().strip(" .…>»→|[]()")
    return len(paragraph) <= _LONGEST_PROMPT // 2 and folded.startswith(_phrases("rest"))


def _instead(title: str, body: str, paragraphs: Sequence[str]) -> str | None:
    """Return what a page shows instead of an article; None where it is one."""
    folded = f"{title}\n{body}".casefold().replace("’", "'")
    is_short = len(body) <= _OPENING // 2
    kinds = _kinds_in(folded, ("consent", *_SHOWN_INSTEAD) if is_short else ("consent",))
    if kinds.count("consent") >= _FEWEST_CONSENTS and _asks_for_consent(folded, body):
        return "a page that asks for consent"
    if is_short:
        shown = next((reason for kind, reason in _SHOWN_INSTEAD.items() if kind in kinds), None)
        if shown:
            return shown
    prompts = sum(map(_is_teasers_prompt, folded.split("\n")[1:]))
    if prompts < _FEWEST_PROMPTS:  # blogs end their sentences in dots too
        return None
    teasers = prompts + sum(bool(_ELLIPSIS.search(paragraph[-_END:])) for paragraph in paragraphs)
    if teasers >= max(_FEWEST_TEASERS, _SHARE_OF_TEASERS * len(paragraphs)):
        return "a list of teasers"
    return None


def _asks_for_consent(folded: str, body: str) -> bool:
    """True where a short text, or most of a longer one, is of paragraphs with phrases of a page that asks."""
    asking = [paragraph for paragraph in folded.split("\n") if _word_of("consent").search(paragraph)]
    return len(body) <= _OPENING // 2 or sum(map(len, asking)) * 2 >= len(folded)


def _is_teasers_prompt(folded: str) -> bool:
    return folded.strip(" .…>»→|").endswith(_phrases("teaser")) or bool(_AGO.match(folded))


@cache
def _asking_phrases() -> tuple[str, ...]:
    """What a prompt holds, of phrases within one another the shortest alone."""
    phrases = (*_phrases("access"), *_phrases("subscribe"))
    return tuple(phrase for phrase in phrases if not any(other in phrase and other != phrase for other in phrases))


def _kinds_in(folded: str, kinds: tuple[str, ...]) -> list[str]:
    """Return the kind of each phrase of `kinds` that stands in the text.

    Most texts have few of the phrases' longest words, by which the phrases are kept.
    """
    by_word = _phrases_by_word(kinds)
    candidates = [phrase for word in filter(folded.__contains__, by_word) for phrase in by_word[word]]
    return [kind for kind, parts in candidates if all(part in folded for part in parts)]


@cache
def _phrases_by_word(kinds: tuple[str, ...]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Kind and parts, which must all be there, of each phrase, under its longest word."""
    by_word: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for kind in kinds:
        for phrase in _phrases(kind):
            longest = max(_WORD.findall(phrase), key=len)
            by_word.setdefault(longest, []).append((kind, tuple(phrase.split(" + "))))
    return by_word


@cache
def _phrases(kind: str) -> tuple[str, ...]:
    return tuple(row["phrase"] for row in read_table("incomplete.csv") if row["kind"] == kind)


@cache
def _word_of(kind: str) -> re.Pattern[str]:
    """A pattern of a kind's phrases where words begin."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _phrases(kind)))})")
