"""Whether a text is the whole article, its opening alone (a stub), or what a page shows instead (furniture), and why.

The phrases that tell are in `incomplete.csv`: prompts to subscribe, of consent to cookies, of sites that suspect a
robot, and what stands behind teasers. A whole article may end with a prompt too: it is a stub only where little
precedes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipelines.ingest.words import read_table

_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\s*\+?\s*\d+ (?:more )?char(?:acter)?s?\s*\]\s*\Z", re.IGNORECASE)
_LONGEST_CUT_MARK = 60  # characters
_OPENING = 1_500  # characters, some 250 words: the longest opening that paywalls leave
_LONGEST_PROMPT = 250  # characters of a paragraph that is a prompt
_SENTENCES = re.compile(r"(?<=[.!?|•])\s*")
_SHORT_SENTENCE = 8  # words
_LAST_PARAGRAPHS = 4
_LONGEST_FURNITURE = 3_000
_FEWEST_PROMPTS, _FEWEST_TEASERS = 2, 3
_SHARE_OF_TEASERS = 0.25
_AGO = re.compile(r"^(?:(?:an?|\d+) (?:min(?:ute)?|hour|day|week)s? ago|\d+ min read)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:\"'”’)\]]\s*\Z")
_ELLIPSIS = re.compile(r"(?:…|\.\.\.)[\"'”’)\]]*\s*\Z")


@dataclass(frozen=True, slots=True)
class Completeness:
    """`kind` is whole, stub or furniture; `reason` says why, of what is not whole."""

    kind: str
    reason: str | None = None


def without_cut_mark(body: str) -> tuple[str, bool]:
    """Return a text without the mark of one that was cut ("… [+2140 chars]"), and whether it had it."""
    start = max(0, len(body) - _LONGEST_CUT_MARK)
    if body.find("[", start) < 0:
        return body, False
    bare = body[:start] + _CUT.sub("…", body[start:])
    return bare, bare != body


def completeness_of(body: str, *, is_cut: bool, extent: str | None) -> Completeness:
    """Judge a clean body; `extent` is what the source says of it: "restricted" behind a paywall, "lead" alone."""
    if is_cut:
        return Completeness("stub", "cut by the program that exported it")
    if extent == "lead":
        return Completeness("stub", "the lead paragraph alone")
    paragraphs = body.split("\n")
    if len(body) <= _LONGEST_FURNITURE:
        shown = _instead(body, paragraphs)
        if shown:
            return Completeness("furniture", shown)
    first_of_last = max(0, len(paragraphs) - _LAST_PARAGRAPHS)
    last = range(first_of_last, len(paragraphs))
    prompts = (
        [number for number in last if _is_prompt(paragraphs[number])] if _prompts(paragraphs[first_of_last:]) else []
    )
    before = "\n".join(paragraphs[: prompts[0]]) if prompts else body
    if prompts and (len(before) <= _OPENING or not _ends(before)):
        return Completeness("stub", "ends in a prompt to subscribe")
    if extent == "restricted" and (len(body) <= _OPENING or not _ends(body)):
        return Completeness("stub", "said to be for subscribers, and short")
    return Completeness("whole")


def _ends(text: str) -> bool:
    return bool(_SENTENCE_END.search(text)) and not _ELLIPSIS.search(text)


def _prompts(paragraphs: Sequence[str]) -> bool:
    """True where a prompt's words stand in some paragraph; most articles have none and need no look at sentences."""
    folded = "\n".join(paragraph for paragraph in paragraphs if len(paragraph) <= _LONGEST_PROMPT).casefold()
    return any(phrase in folded for phrase in _phrases("subscribe"))


def _is_prompt(paragraph: str) -> bool:
    """True where a sentence is a prompt: it begins with one's words, or is short and holds them."""
    if len(paragraph) > _LONGEST_PROMPT:
        return False
    sentences = (sentence.strip(" \"'“”‘’-–—|•") for sentence in _SENTENCES.split(paragraph.casefold()))
    return any(
        sentence.startswith(phrase) or (phrase in sentence and len(sentence.split()) <= _SHORT_SENTENCE)
        for sentence in sentences
        for phrase in _phrases("subscribe")
    )


def _instead(body: str, paragraphs: Sequence[str]) -> str | None:
    folded = body.casefold().replace("’", "'")
    if sum(phrase in folded for phrase in _phrases("consent")) >= 3:
        return "a page that asks for consent"
    if len(body) <= _OPENING // 2 and any(phrase in folded for phrase in _phrases("robot")):
        return "a page that a site shows to robots"
    prompts = sum(_is_teasers_prompt(paragraph) for paragraph in paragraphs)
    if prompts < _FEWEST_PROMPTS:  # blogs end their sentences in dots too
        return None
    teasers = prompts + sum(bool(_ELLIPSIS.search(paragraph)) for paragraph in paragraphs)
    if teasers >= max(_FEWEST_TEASERS, _SHARE_OF_TEASERS * len(paragraphs)):
        return "a list of teasers"
    return None


def _is_teasers_prompt(paragraph: str) -> bool:
    folded = paragraph.casefold().strip(" .…>»→|")
    return folded.endswith(_phrases("teaser")) or bool(_AGO.match(paragraph))


@cache
def _phrases(kind: str) -> tuple[str, ...]:
    return tuple(row["phrase"] for row in read_table("incomplete.csv") if row["kind"] == kind)
