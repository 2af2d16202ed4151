"""How much a print says for the speaker whom it names: by the words beside the quote, and by how sure the reader is.

A name says more than a description, which says more than a pronoun; a person more than a body, for a paper or agency is
often named as the speaker of what it reports. The weights are stated, not measured.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipelines.resolve.arrow.columns import texts_of

BY_NAME, BY_DESCRIPTION, BY_PRONOUN = 1.0, 0.7, 0.5
OF_BODY = 0.25
BY_STEP = {"pronoun": BY_PRONOUN, "name": BY_NAME, "mention": BY_NAME}


def speaker_weights(quotes: pa.Table) -> "pa.Array[pa.DoubleScalar]":
    """Return one weight, 0 to 1, for each of `quotes` (rows of `records.QUOTES`)."""
    first = (path[0].partition(":")[0] if path else "name" for path in quotes["resolution_path"].to_pylist())
    by_words: npt.NDArray[np.float64] = np.array([BY_STEP.get(step, BY_DESCRIPTION) for step in first], dtype=float)
    by_kind = np.array([OF_BODY if kind == "organisation" else 1.0 for kind in texts_of(quotes["source_type"])])
    scores = np.array([1.0 if score is None else score for score in quotes["speaker_score"].to_pylist()], dtype=float)
    return pa.array(by_words * by_kind * scores, pa.float64())
