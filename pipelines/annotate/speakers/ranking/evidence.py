"""What speaks for and against each candidate of an attribution: a row of numbers (`features`) for each.

Here: the rows of one attribution, put together and compared. What each number is: `source_numbers`,
`candidate_numbers`; who is a candidate: `candidates`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pipelines.annotate.speakers.ranking.candidate_numbers import candidate_row
from pipelines.annotate.speakers.ranking.candidates import SENTENCES_AHEAD, candidates
from pipelines.annotate.speakers.ranking.cast import Part, call_parts
from pipelines.annotate.speakers.ranking.features import COLUMN, FEATURES, OF_CANDIDATE, OF_SOURCE, Floats
from pipelines.annotate.speakers.ranking.source_numbers import nobody_row, source_row
from pipelines.annotate.speakers.ranking.view import look_at
from pipelines.annotate.speakers.scene import Scene


@dataclass(frozen=True)
class Evidence:
    """Candidates of one attribution, nobody first as `None`, with one row of `FEATURES` each."""

    parts: Sequence[Part | None]
    rows: Floats


@dataclass(slots=True)
class Witness:
    """Gives the evidence of one document's attributions; reads the scene's answers as they grow."""

    scene: Scene
    parts: list[Part] = field(init=False)
    opens_paragraph: list[bool] = field(init=False)  # of each sentence

    def __post_init__(self) -> None:
        """Prepare the cast."""
        self.parts = call_parts(self.scene)
        sentences = self.scene.facts.layout.sentences
        self.opens_paragraph = [
            n == 0 or sentences[n - 1].paragraph_no != s.paragraph_no for n, s in enumerate(sentences)
        ]

    def of(self, number: int) -> Evidence:
        """Return the evidence for attribution `number`."""
        view = look_at(self.scene, number, self.opens_paragraph)
        chosen = candidates(view, self.parts)
        rows = np.zeros((len(chosen) + 1, len(FEATURES)), np.float32)
        rows[:, : len(OF_SOURCE)] = source_row(view)
        own = slice(len(OF_SOURCE), len(OF_SOURCE) + len(OF_CANDIDATE))
        rows[0, own] = nobody_row(view)
        for place, part in enumerate(chosen, 1):
            rows[place, own] = candidate_row(view, part)
        _rank(rows)
        _compare(rows)
        return Evidence([None, *chosen], rows)


def _rank(rows: Floats) -> None:
    """Number the candidates of one type by nearness, and by nearness as subjects."""
    person = rows[:, COLUMN["is_person"]] > 0
    for kind in (person, ~person):
        places = np.flatnonzero(kind & (rows[:, COLUMN["is_nobody"]] == 0))
        for source, target in (("told_before", "rank"), ("subject_before", "subject_rank")):
            order = np.argsort(rows[places, COLUMN[source]], kind="stable")
            rows[places[order], COLUMN[target]] = np.arange(len(places))


def _compare(rows: Floats) -> None:
    """Add to each candidate what the best of all offer, and how many near persons the gender does not rule out."""
    chains = rows[1:]
    alike = chains[:, COLUMN["gender_agrees"]] >= 0
    alike &= (chains[:, COLUMN["is_person"]] > 0) & (chains[:, COLUMN["told_before"]] <= SENTENCES_AHEAD)
    rows[:, COLUMN["n_alike"]] = alike.sum()
    best = {"nouns_match": "best_nouns", "words_in_name": "best_words", "head_beside": "best_head"}
    for source, target in best.items():
        rows[:, COLUMN[target]] = chains[:, COLUMN[source]].max(initial=-1)
