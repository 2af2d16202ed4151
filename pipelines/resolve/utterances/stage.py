"""The stage: quotes and sentences that wait, to one commit of utterances, their prints, pairs and history.

Read all (`inputs`), resolve (`speakers`, `resolve`), write what changes (`changes`), keep what is known (`kept`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from pipelines.commits import Commit
from pipelines.lake import Lake
from pipelines.resolve.arrow.columns import texts_of
from pipelines.resolve.increments.current_rows import load_outdated
from pipelines.resolve.increments.pending import STAGE
from pipelines.resolve.utterances.changes import changed_rows, find_changed, replaced_rows, tables_after
from pipelines.resolve.utterances.inputs import find_waiting, read_inputs
from pipelines.resolve.utterances.kept import KEPT, VERSIONS, Kept, save
from pipelines.resolve.utterances.known import Utterances
from pipelines.resolve.utterances.resolve import resolve_utterances
from pipelines.resolve.utterances.resolved_speakers import recount, tell_speakers

PART_NO = 2  # of this stage's commit in its batch
MOST_SHOWN = 10  # utterances of a report


@dataclass(slots=True)
class UtterancesReport:
    """What one run compared, and what that changed."""

    articles: int = 0
    rows: Counter[str] = field(default_factory=Counter)  # table -> rows added to the lake
    pairs: Counter[str] = field(default_factory=Counter)  # kind -> pairs known now
    history: list[dict[str, Any]] = field(default_factory=list)
    widest: list[dict[str, Any]] = field(default_factory=list)  # utterances in most outlets


def waits(commits: Sequence[Commit]) -> bool:
    """Return True where a run would find something to do."""
    return bool(find_waiting(commits).files)


def resolve_pending_utterances(lake: Lake, cache: Path, *, batch_id: str) -> UtterancesReport:
    """Compare the quotes and sentences that wait with one another and with all known ones, and commit what changes.

    Copies and entities are those of the lake. `cache` is a folder for what the next run needs, made anew from the lake
    where it is missing or behind.
    """
    commits = lake.commits()
    waiting = find_waiting(commits)
    if not waiting.files:
        return UtterancesReport()
    inputs = read_inputs(lake, commits, cache, waiting.parts)
    told, respoken = tell_speakers(inputs.known.utterances, inputs.speakers)
    found = recount(resolve_utterances(inputs.prints, told, batch_id=batch_id), respoken)
    changed = find_changed(found, inputs.known, told.touched | found.touched)
    after = Kept(found, tables_after(found, inputs.known, changed), inputs.quote_speakers)
    outdated = load_outdated(lake, commits, VERSIONS, KEPT)
    if outdated is None:
        added = changed_rows(inputs.known, after, changed, batch_id=batch_id)
    else:
        added = replaced_rows(outdated, after, batch_id=batch_id)
    with lake.commit(stage=STAGE, batch_id=batch_id, part=PART_NO, versions=VERSIONS) as writer:
        writer.covers += waiting.files
        for name, rows in added.items():
            writer.add_table(name, rows)
        writer.add_table("utterance_history", found.history)
    save(lake, cache / "utterances", after)
    return _report(found, articles=inputs.prints.articles.num_rows, rows=Counter(writer.rows))


def _report(found: Utterances, *, articles: int, rows: Counter[str]) -> UtterancesReport:
    widest = found.utterances.append_column("width", pc.list_value_length(found.utterances["outlets"]))
    widest = widest.sort_by([("width", "descending"), ("utterance_id", "ascending")]).slice(0, MOST_SHOWN)
    return UtterancesReport(
        articles=articles,
        rows=rows,
        pairs=Counter(texts_of(found.pairs["kind"])),
        history=found.history.to_pylist(),
        widest=widest.select(["text", "speaker", "outlets", "articles", "first_outlet"]).to_pylist(),
    )
