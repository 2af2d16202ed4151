"""What the stage keeps of utterances between runs: in the lake, and as a cache beside the build."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipelines.commits import Commit, ids_of
from pipelines.lake import Lake
from pipelines.resolve.increments.article_index import ArticleIndex
from pipelines.resolve.increments.cache import load_tables
from pipelines.resolve.increments.current_rows import keep_known, load_known
from pipelines.resolve.increments.pending import all_parts, commits_of, covered_files, read_annotations
from pipelines.resolve.utterances.known import Utterances
from pipelines.resolve.utterances.resolved_speakers import QUOTE_SPEAKERS
from pipelines.resolve.utterances.wordings.matching import index_wordings
from pipelines.resolved import UTTERANCE_HISTORY, UTTERANCE_PAIRS, UTTERANCE_POSTINGS, UTTERANCE_SEGMENTS, UTTERANCES

VERSIONS = {"utterances": "5"}
"""Raise it when the same quotes would be other utterances: all are compared anew, with the ids that they have."""

COUNTED = UTTERANCES.append(pa.field("speaker_entity_id", pa.string()))
KEPT = {"utterances": COUNTED, "utterance_segments": UTTERANCE_SEGMENTS, "utterance_pairs": UTTERANCE_PAIRS}
CACHED = {**KEPT, "utterance_postings": UTTERANCE_POSTINGS, "quote_speakers": QUOTE_SPEAKERS}


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known, and what of it the next run needs besides."""

    utterances: Utterances
    tables: Mapping[str, pa.Table]  # KEPT: the rows of the lake that count
    quote_speakers: pa.Table  # QUOTE_SPEAKERS of all quotes that the stage has covered


def load(lake: Lake, commits: Sequence[Commit], folder: Path, index: ArticleIndex) -> Kept:
    """Return what counts after `commits`: out of the cache in `folder` where that is up to date, else of the lake."""
    ours = commits_of(commits, VERSIONS)
    cached = load_tables(folder, CACHED)
    if cached is not None and cached.sources == ids_of(ours):
        tables = cached.tables
    else:
        tables = load_known(lake, ours, folder, KEPT, {"utterance_segments": "segment_no"})
        tables["utterance_postings"] = index_wordings(tables["utterance_segments"])
        tables["quote_speakers"] = _read_speakers(lake, commits, index)
    utterances = Utterances(
        utterances=tables["utterances"].select(UTTERANCES.names).cast(UTTERANCES),
        pairs=tables["utterance_pairs"],
        history=UTTERANCE_HISTORY.empty_table(),  # what it holds after the run is what the run adds
        segments=tables["utterance_segments"],
        postings=tables["utterance_postings"],
    )
    return Kept(utterances, {name: tables[name] for name in KEPT}, tables["quote_speakers"])


def save(lake: Lake, folder: Path, kept: Kept) -> None:
    """Keep what is known for the next run; the lake holds this run's commit already."""
    tables = {
        **kept.tables,
        "utterance_postings": kept.utterances.postings,
        "quote_speakers": kept.quote_speakers,
    }
    keep_known(folder, tables, commits_of(lake.commits(), VERSIONS))


def _read_speakers(lake: Lake, commits: Sequence[Commit], index: ArticleIndex) -> pa.Table:
    covered = covered_files(commits, VERSIONS)
    parts = [part for part in all_parts(commits, ["quotes"]) if part.articles in covered]
    return read_annotations(lake, parts, index, "quotes").select(QUOTE_SPEAKERS.names).cast(QUOTE_SPEAKERS)
