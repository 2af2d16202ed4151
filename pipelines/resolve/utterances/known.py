"""What is known of utterances: five tables that a run takes, and returns with what is new."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.resolved import (
    UTTERANCE_HISTORY,
    UTTERANCE_PAIRS,
    UTTERANCE_POSTINGS,
    UTTERANCE_QUOTES,
    UTTERANCE_SEGMENTS,
    UTTERANCES,
)


@dataclass(frozen=True, slots=True)
class Utterances:
    """All that is known of who printed the same words; each table has its schema in `pipelines.resolved`."""

    utterances: pa.Table
    pairs: pa.Table
    history: pa.Table
    segments: pa.Table
    postings: pa.Table
    touched: frozenset[str] = frozenset()
    """Articles of which the last run read, lost or changed a segment; the rows of all others are as they were."""

    @classmethod
    def none(cls) -> "Utterances":
        """Return what is known before the first run."""
        return cls(
            utterances=UTTERANCES.empty_table(),
            pairs=UTTERANCE_PAIRS.empty_table(),
            history=UTTERANCE_HISTORY.empty_table(),
            segments=UTTERANCE_SEGMENTS.empty_table(),
            postings=UTTERANCE_POSTINGS.empty_table(),
        )

    @property
    def quotes(self) -> pa.Table:
        """Rows of `UTTERANCE_QUOTES`."""
        found = self.segments.filter(pc.is_valid(self.segments["utterance_id"]))
        return found.select(UTTERANCE_QUOTES.names).cast(UTTERANCE_QUOTES)
