"""Quotation marks as evidence for the borders of contents.

The tagger sees marks, but its path may still end a content in the middle of a quotation or run on over the end of one.
Here a quotation that is content for the most part is content as a whole, and a content ends with the paragraph in which
its quotation is closed. Word numbers are the window's.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from pipelines.annotate.reader.words import CLOSES, OPENS, OUTSIDE, Ints

Range = tuple[int, int]

FEWEST_WORDS = 4  # of a quotation that is mended; shorter ones may be scare quotes inside a report
LEAST_COVERED = 0.5  # share of a quotation's words that are content: most of them


def mend_contents(contents: Sequence[Range], others: Sequence[Range], quote: Ints, paragraph: Ints) -> list[Range]:
    """Return the contents with their borders mended, in order and without overlaps.

    `others` are cues and sources, which no content may take in; `quote` and `paragraph` have one entry for each word.
    """
    is_content = np.zeros(len(quote), bool)
    begins = np.zeros(len(quote), bool)
    for first, last in contents:
        is_content[first:last] = True
        begins[first] = True
    is_other = np.zeros(len(quote), bool)
    for first, last in others:
        is_other[first:last] = True
    for first, last in _quotations(quote, paragraph):
        run = slice(first, last)
        if last - first >= FEWEST_WORDS and is_content[run].mean() > LEAST_COVERED and not is_other[run].any():
            follows_its_mark = first > 0 and is_content[first - 1] and quote[first - 1] == OPENS
            begins[first] |= not is_content[first] and not follows_its_mark
            is_content[run] = True
            begins[first + 1 : last] = False
    is_last_of_paragraph = np.diff(paragraph) > 0
    runs_on = is_content[:-1] & is_content[1:]
    begins[1:] |= is_last_of_paragraph & runs_on & (quote[:-1] == CLOSES)
    starts = is_content & (begins | ~np.append(False, is_content[:-1]))
    ends = is_content & np.append(starts[1:] | ~is_content[1:], True)
    return list(zip(np.flatnonzero(starts).tolist(), (np.flatnonzero(ends) + 1).tolist(), strict=True))


def _quotations(quote: Ints, paragraph: Ints) -> Iterator[Range]:
    """Yield the runs of words inside quotation marks, without the marks, each within one paragraph."""
    inside = (quote != OUTSIDE) & (quote != OPENS) & (quote != CLOSES)
    edges = np.flatnonzero(np.diff(inside.astype(np.int8) * (paragraph + 1))) + 1
    for first, last in zip([0, *edges.tolist()], [*edges.tolist(), len(quote)], strict=True):
        if inside[first]:
            yield first, last
