"""Where sentences begin and end: exact spans, in time linear in the text.

A line is a paragraph and no sentence crosses lines. Abbreviations, initials, decimals, ellipses and closing quotation
marks are judged from the words on both sides of a full stop. Not here: roles and paragraph numbers (`layout`).
"""

import re

from pipelines.annotate.lexicon import cue_words, word_class, words
from pipelines.records import Span

LINE = re.compile(r"[^\n\r\u2028\u2029]+")
STOP = re.compile(
    r"(?<![.!?…])([.!?…]{1,20})(?:([\"'”’»)\]]{1,4})[ \t\u00a0]{0,9}|[ \t\u00a0]{1,9}|(?=\[))"
    r"(?:\[[\w ]{1,9}\][ \t\u00a0]{0,9}){0,9}+(?=\S)"
)
BEFORE = re.compile(r"(?:[^\W\d_]{1,3}\.){1,4}[^\W\d_]{1,3}$|[^\W_][\w’'-]{0,24}$")
AFTER = re.compile(r"[\"'“‘«„(\[—–-]{0,3}\s?([^\W_][\w’'.-]{0,40}|[\d$€£])")
INITIAL = re.compile(r"[^\W\d_]$")
ACRONYM = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}$")
WORDS_AFTER = 5  # a cue verb this near after '?"' belongs to the same sentence


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of `text` in order, each without the white space around it."""
    sentences: list[Span] = []
    for line in LINE.finditer(text):
        start = line.start()
        for stop in STOP.finditer(text, line.start(), line.end()):
            if _ends_sentence(text, stop):
                _append(sentences, text, start, stop.end())
                start = stop.end()
        _append(sentences, text, start, line.end())
    return sentences


def _append(sentences: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    end -= len(piece) - len(piece.rstrip())
    start += len(piece) - len(piece.lstrip())
    if any(c.isalnum() for c in text[start : min(end, start + 400)]):
        sentences.append(Span(start, end))


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    """Judge one run of final punctuation by its neighbours."""
    after = AFTER.match(text, stop.end())
    if after is None:
        return False
    following = after[1]
    if stop[2] and text[stop.end()] in "—–―-":
        return False  # a name or an afterthought behind a quotation
    if not following[0].isupper() and not following[0].isdigit() and following[0] not in "$€£":
        return not following[0].islower()  # scripts without case
    if not text[stop.end() - 1].isspace() and (stop[2] is None or text[stop.end()] not in "\"“‘'"):
        return stop[2] is not None and _glued_sentence(stop[2], following)
    if stop[2] and set(stop[2]) & set("\"'”’»") and _cue_follows(text, stop.end()):
        return False
    if stop[1] == ".":
        return (not stop[2] and _full_stop_ends(text, stop, following)) or bool(stop[2])
    return True


def _glued_sentence(closing: str, following: str) -> bool:
    return closing[-1] in '”"' and following[0].isupper() and len(following) > 1


def _full_stop_ends(text: str, stop: re.Match[str], following: str) -> bool:
    before = BEFORE.search(text, max(0, stop.start() - 28), stop.start())
    if before is None:
        return True
    word = before[0].lower()
    starts_sentence = following.lower() in words("common_words") and following[0].isupper()
    if word in words("abbreviations_inside"):
        return word in ("no", "al", "ed") and starts_sentence
    if ACRONYM.match(word) and before[0].isupper():  # "U.S. Air Force", "in the U.S. The"
        return following[0].isupper() and following.lower() in word_class("name_openers")
    if word in words("abbreviations_maybe") or ACRONYM.match(word):
        return starts_sentence
    if word == "c" and following[0].isdigit():
        return False
    if INITIAL.match(before[0]) and len(before[0]) == 1:
        return not before[0].isupper() or (before[0] == "I" and starts_sentence)
    return not (word.isdigit() and len(word) <= 2 and text[: before.start()].endswith("\n"))


def _cue_follows(text: str, offset: int) -> bool:
    """True where a name or pronoun and a cue verb follow a closing mark: `"Why?" Orr asked`."""
    near = re.findall(r"[^\W\d_](?:[\w’'.-]*\w)?|[^\w\s]", text[offset : offset + 120])[:WORDS_AFTER]
    for place, word in enumerate(near):
        if word[0] in '"“‘«.!?':
            return False
        cue = cue_words().get(word.lower())
        if (
            place
            and cue
            and cue.cue_class == "speech"
            and cue.class_without_marks == "speech"
            and not word[0].isupper()
        ):
            return word.endswith(("s", "d")) or word in ("wrote",)
    return False
