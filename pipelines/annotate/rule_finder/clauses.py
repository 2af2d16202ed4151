"""One stretch with look-ups by place and offset: its words outside quotations, and the quotations around them.

Without parts of speech. Every look is bounded, so that a stretch of any length is read in linear time. What the words
of a clause are is judged elsewhere (`subjects`, `reported_words`).
"""

from bisect import bisect_left
from dataclasses import dataclass, field

from pipelines.annotate.page.quotations import Quotation
from pipelines.annotate.rule_finder.stretches import Stretch, Word
from pipelines.records import Span

BREAKS = frozenset({",", ";", ":", "(", ")", "—", "–", "-"})


@dataclass(slots=True)
class Clauses:
    """One stretch with look-ups; places are places in `stretch.words`."""

    text: str
    stretch: Stretch
    words: list[Word] = field(init=False)
    _starts: list[int] = field(init=False)
    _quotation_starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the look-ups."""
        self.words = list(self.stretch.words)
        self._starts = [word.start for word in self.words]
        self._quotation_starts = [quotation.span.start_char for quotation in self.stretch.quotations]

    def word(self, place: int) -> str:
        """Return the lower-case word at `place`, or an empty text outside the stretch."""
        return self.words[place].lower if 0 <= place < len(self.words) else ""

    def place_at(self, offset: int) -> int:
        """Return the place of the first word at or after `offset`."""
        return bisect_left(self._starts, offset)

    def quotation_before(self, offset: int) -> Quotation | None:
        """Return the last quotation that begins before `offset`."""
        place = bisect_left(self._quotation_starts, offset) - 1
        return self.stretch.quotations[place] if place >= 0 else None

    def quotation_after(self, offset: int) -> Quotation | None:
        """Return the first quotation that begins at or after `offset`."""
        place = bisect_left(self._quotation_starts, offset)
        return self.stretch.quotations[place] if place < len(self._quotation_starts) else None

    def floor(self, place: int) -> int:
        """Return the first place after the last quotation before `place`."""
        quotation = self.quotation_before(self.words[place].start)
        return self.place_at(quotation.span.end_char) if quotation else 0

    def span(self, first: int, last: int) -> Span:
        """Return the characters of the words `first` to `last`, both included."""
        return Span(self.words[first].start, self.words[last].end)
