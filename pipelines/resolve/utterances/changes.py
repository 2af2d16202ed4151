"""What a run changes of the utterances, as rows for the lake."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pipelines.resolve.arrow.columns import is_any, keep_rows, names_of
from pipelines.resolve.arrow.queries import query
from pipelines.resolve.increments.current_rows import changes, replacements
from pipelines.resolve.utterances.kept import COUNTED, KEPT, Kept
from pipelines.resolve.utterances.known import Utterances

SPEAKER_IDS = """
    select utterances.*, min(prints.speaker_key) as speaker_entity_id
    from utterances
    left join prints on utterances.utterance_id = prints.utterance_id and utterances.speaker = prints.speaker
    group by all
    order by utterances.utterance_id
"""


@dataclass(frozen=True, slots=True)
class Changed:
    """Of what a row may have changed: articles, and the utterances of which those print something, or did before."""

    articles: frozenset[str]
    utterance_ids: set[str]


def find_changed(found: Utterances, before: Kept, articles: frozenset[str]) -> Changed:
    """Return what a run that touched these articles may have changed."""
    sides = (before.tables["utterance_segments"], found.segments)
    printed = (keep_rows(segments, is_any(segments["article_id"], set(articles))) for segments in sides)
    return Changed(articles, set().union(*(names_of(segments["utterance_id"]) for segments in printed)))


def tables_after(found: Utterances, before: Kept, changed: Changed) -> dict[str, pa.Table]:
    """Return the tables of `KEPT` after the run."""
    return {
        "utterances": _with_speaker_ids(found, before.tables["utterances"], changed.utterance_ids),
        "utterance_segments": found.segments,
        "utterance_pairs": found.pairs,
    }


def changed_rows(before: Kept, after: Kept, changed: Changed, *, batch_id: str) -> dict[str, pa.Table]:
    """Return the rows of each table of `KEPT` that a run adds to the lake."""
    return {
        name: changes(name, *(_about(side.tables[name], changed) for side in (before, after)), batch_id=batch_id)
        for name in KEPT
    }


def replaced_rows(outdated: Mapping[str, pa.Table], after: Kept, *, batch_id: str) -> dict[str, pa.Table]:
    """Return the rows of each table of `KEPT` that take the place of what other versions made of the same."""
    return {name: replacements(name, outdated[name], after.tables[name], batch_id=batch_id) for name in KEPT}


def _with_speaker_ids(found: Utterances, before: pa.Table, utterance_ids: set[str]) -> pa.Table:
    """Return the utterances with their speakers' ids: told anew for `utterance_ids`, as `before` for all others."""
    prints = found.segments.select(["utterance_id", "speaker", "speaker_key"])
    prints = keep_rows(prints, is_any(prints["utterance_id"], utterance_ids))
    utterances = keep_rows(found.utterances, is_any(found.utterances["utterance_id"], utterance_ids))
    told = query(SPEAKER_IDS, COUNTED, utterances=utterances, prints=prints)
    return pa.concat_tables([keep_rows(before, ~is_any(before["utterance_id"], utterance_ids)), told])


def _about(table: pa.Table, changed: Changed) -> pa.Table:
    """Return the rows that name a changed article or, of utterances, a changed one: no other row can have changed."""
    names = [name for name in ("article_id", "left_article_id", "right_article_id") if name in table.column_names]
    flags = [is_any(table[name], set(changed.articles)) for name in names]
    return keep_rows(table, np.logical_or.reduce(flags or [is_any(table["utterance_id"], changed.utterance_ids)]))
