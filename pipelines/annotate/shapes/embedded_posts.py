"""Posts that an article embeds: their words, then `— Lena Orr (@lena_orr) March 3, 2024`, in the line or below it.

A handle in brackets behind a name and a dash is the mark of a post; whose it is, the line says. Words stand without
quotation marks, so their beginning is told by the page: the signature's own line, else the lines right above it, as
many as a post may hold.
"""

import re
from collections.abc import Iterator, Sequence

from pipelines.annotate.reading import Attribution
from pipelines.records import Span

SIGNATURE = re.compile(
    r"(?P<cue>[―—–]|(?<![^\s.])-{1,2}) ?(?P<source>(?=[^\W_a-z])[^\n@()—–“”\"]{2,60}?) ?"
    r"\(@\w{1,30}\)(?:,? [A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}| \d{1,2} [A-Z][a-z]{2,8}\.?,? \d{4})?"
)
LINK = re.compile(r"\s*(?:https?://|pic\.)\S+")
LINKS_LAST = re.compile(r"(?:\s*(?:https?://|pic\.)\S+)+$")
BLANK = re.compile(r"\n[^\S\n]*\n")
LONGEST_POST = 320  # characters without links: a post holds 280, and a link or two more
OPENS_QUOTATION = ("“", '"', "«", "‘")
CERTAIN = 0.9


def with_posts(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions; those that begin in the words of an embedded post give way to the post's own."""
    posts = list(_posts(text))
    taken = [(a.content[0].start_char, a.source[0].end_char) for a in posts]
    kept = [a for a in attributions if not any(f <= a.content[0].start_char < last for f, last in taken)]
    return kept + posts


def _posts(text: str) -> Iterator[Attribution]:
    reached = 0  # the end of the post before
    for match in SIGNATURE.finditer(text):
        line = max(text.rfind("\n", 0, match.start()) + 1, reached)
        content = _said(text, line, match.start())
        if content is None and line > reached:
            content = _lines_above(text, reached, line)
        if content is not None:
            yield Attribution([content], [Span(*match.span("cue"))], [Span(*match.span("source"))], CERTAIN)
        reached = match.end()


def _lines_above(text: str, first: int, end: int) -> Span | None:
    """Return the lines above `end` that one post may hold, down to a blank line or a quotation; the last at least."""
    block = BLANK.split(text[first:end].rstrip())[-1]
    lines = block.split("\n")
    post = lines.pop()
    while lines and not lines[-1].startswith(OPENS_QUOTATION) and _length(f"{lines[-1]}\n{post}") <= LONGEST_POST:
        post = f"{lines.pop()}\n{post}"
    stop = first + len(text[first:end].rstrip())
    return _said(text, stop - len(post), stop)


def _said(text: str, start: int, end: int) -> Span | None:
    """Return the words between, without white space around them and links behind them."""
    printed = LINKS_LAST.sub("", text[start:end].rstrip())
    first = start + len(printed) - len(printed.lstrip())
    return Span(first, start + len(printed)) if any(c.isalpha() for c in printed) else None


def _length(printed: str) -> int:
    return len(LINK.sub("", printed))
