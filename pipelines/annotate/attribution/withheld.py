"""Sayings that are denied or refused: `did not say`, `never told`, `declined to comment`. Nothing was said there."""

import re
from collections.abc import Sequence

from pipelines.annotate.lexicon import cue_words, word_class
from pipelines.annotate.naming.source_phrases import Source
from pipelines.records import Span

TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
BREAK = re.compile(r"[.!?;:,\"“”\n]")
NEAR = 30  # characters before a cue that may deny it
REACH = 4  # words before the one that reports: "did not immediately say"
REFUSED = re.compile(r"\W*to\s+(?:\w+ly\s+)?([a-z]+)")  # what a content begins with: "declined [to comment on it]"


def is_withheld(text: str, cue: Sequence[Span], content: Span, source: Source) -> bool:
    """True where the cue says that the source did not, or would not, say the content."""
    if not cue:
        return False
    printed = [token for span in cue for token in TOKEN.findall(span.of(text).lower())]
    place = next((n for n, token in enumerate(printed) if _reports(token)), None)
    if place is None:
        refused = REFUSED.match(content.of(text))
        if refused is None or not printed:
            return False
        return printed[-1] in word_class("refusals") and _reports(refused[1])
    near = [*words_before(text, cue[0], source), *printed[:place]][-REACH:]
    return any(is_negation(word) for word in _without_only(near))


def words_before(text: str, span: Span, source: Source) -> list[str]:
    """Return the last two words before the cue, within its clause, lower case, less those of the source's name."""
    near = BREAK.split(text[max(0, span.start_char - NEAR) : span.start_char])[-1]
    return without_name(TOKEN.findall(near.lower())[-2:], text, span, source)


def without_name(words: Sequence[str], text: str, span: Span, source: Source) -> list[str]:
    """Return the `words` right before the cue `span` less those of the source's name: `May said` has no modal verb."""
    if source.form != "name" or source.span.end_char > span.start_char:
        return list(words)
    behind = len(TOKEN.findall(text[source.span.end_char : span.start_char]))
    own = TOKEN.findall(source.head)
    return [word for place, word in enumerate(words) if word not in own or len(words) - place <= behind]


def is_negation(word: str) -> bool:
    """True for `not`, `didn’t`, `refused`."""
    return word in word_class("negations") | word_class("refusals") or word.endswith(("n't", "n’t"))


def _without_only(words: Sequence[str]) -> list[str]:
    """Return the words less the `not` of `not only said`."""
    pairs = zip(words, [*words[1:], ""], strict=False)
    return [word for word, after in pairs if not (word == "not" and after in ("only", "just", "merely"))]


def _reports(token: str) -> bool:
    cue = cue_words().get(token)
    return cue is not None and cue.class_without_marks in ("speech", "writing") and token not in word_class("refusals")
