"""Which quote stands inside which: "Falk said that Orr had said that ..."."""

from collections.abc import Sequence

from pipelines.annotate.reading import Attribution

DEEPEST = 8  # open contents looked at from the inside out: bounds the time on texts of nested marks


def find_parents(attributions: Sequence[Attribution]) -> list[int | None]:
    """Return for each attribution the innermost one whose content holds all of its content and is longer.

    `attributions` are ordered by content, outer ones first.
    """
    parents: list[int | None] = []
    holding: list[tuple[int, int]] = []  # (end, number) of contents that are not over yet
    for number, attribution in enumerate(attributions):
        start, end = attribution.content[0].start_char, attribution.content[-1].end_char
        while holding and holding[-1][0] <= start:
            holding.pop()
        nearest = reversed(holding[-DEEPEST:])
        parents.append(next((n for stop, n in nearest if stop >= end and _holds(attributions[n], start, end)), None))
        holding.append((end, number))
    return parents


def _holds(outer: Attribution, start: int, end: int) -> bool:
    return any(
        s.start_char <= start and end <= s.end_char and s.end_char - s.start_char > end - start for s in outer.content
    )
