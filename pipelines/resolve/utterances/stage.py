"""The stage: quotes and sentences that wait, to one commit of utterances, their prints, pairs and history."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.lake import Commit, Lake
from pipelines.resolve.arrow.columns import is_any, keep_rows, names_of, texts_of
from pipelines.resolve.arrow.queries import query
from pipelines.resolve.copies.find import list_copies
from pipelines.resolve.copies.stage import load_copies
from pipelines.resolve.entities.stage import load_entities
from pipelines.resolve.increments.article_index import ArticleIndex, open_article_index
from pipelines.resolve.increments.cache import load_tables
from pipelines.resolve.increments.current_rows import changes, keep_known, load_known
from pipelines.resolve.increments.pending import (
    STAGE,
    Part,
    all_parts,
    article_files,
    commits_of,
    covered_files,
    pending_parts,
    read_annotations,
    read_articles,
)
from pipelines.resolve.utterances.resolve import Utterances, resolve_utterances
from pipelines.resolve.utterances.segments.prints import Prints
from pipelines.resolve.utterances.speakers import QUOTE_SPEAKERS, recount, speakers_of, tell_speakers
from pipelines.resolve.utterances.wordings.matching import index_wordings
from pipelines.resolved import (
    UTTERANCE_HISTORY,
    UTTERANCE_PAIRS,
    UTTERANCE_POSTINGS,
    UTTERANCE_SEGMENTS,
    UTTERANCES,
)

VERSIONS = {"utterances": "3"}
"""Raise it when the same quotes would be other utterances: all are compared anew, with the ids that they have."""

PART_NO = 2  # of this stage's commit in its batch
READ = ["article_id", "revision", "text", "outlet", "outlet_domain", "published_at"]
ANNOTATIONS = ("quotes", "sentences")
MADE_FROM = ("article_copies", "entity_mentions", "entities")  # what other resolvers say decides too
COUNTED = UTTERANCES.append(pa.field("speaker_entity_id", pa.string()))
KEPT = {"utterances": COUNTED, "utterance_segments": UTTERANCE_SEGMENTS, "utterance_pairs": UTTERANCE_PAIRS}
CACHED = {**KEPT, "utterance_postings": UTTERANCE_POSTINGS, "quote_speakers": QUOTE_SPEAKERS}
SPEAKER_IDS = """
    select utterances.*, any_value(prints.speaker_key) as speaker_entity_id
    from utterances
    left join prints on utterances.utterance_id = prints.utterance_id and utterances.speaker = prints.speaker
    group by all
"""


@dataclass(slots=True)
class UtterancesReport:
    """What one run compared, and what that changed."""

    articles: int = 0
    rows: Counter[str] = field(default_factory=Counter)  # table -> rows added to the lake
    pairs: Counter[str] = field(default_factory=Counter)  # kind -> pairs known now
    history: list[dict[str, Any]] = field(default_factory=list)
    widest: list[dict[str, Any]] = field(default_factory=list)  # utterances in most outlets


@dataclass(frozen=True, slots=True)
class _State:
    """What is known, and what of it the next run needs besides."""

    utterances: Utterances
    counted: pa.Table
    quotes: pa.Table  # QUOTE_SPEAKERS

    @property
    def tables(self) -> dict[str, pa.Table]:
        """The tables by the names that the lake has for them."""
        tables = (self.counted, self.utterances.segments, self.utterances.pairs)
        return dict(zip(KEPT, tables, strict=True))


def waits(commits: Sequence[Commit]) -> bool:
    """Return True where a run would find something to do."""
    return bool(pending_parts(commits, VERSIONS, annotations=ANNOTATIONS) or _files_of_others(commits))


def resolve_pending_utterances(lake: Lake, cache: Path, *, batch_id: str) -> UtterancesReport:
    """Compare the quotes and sentences that wait with one another and with all known ones, and commit what changes.

    Copies and entities are those of the lake. `cache` is a folder for what the next run needs, made anew from the lake
    where it is missing or behind.
    """
    commits = lake.commits()
    if not waits(commits):
        return UtterancesReport()
    parts = pending_parts(commits, VERSIONS, annotations=ANNOTATIONS)
    index = open_article_index(lake, article_files(commits), cache / "articles")
    known = _load(lake, commits, cache, index)
    entities = load_entities(lake, commits, cache)
    prints = _read_prints(lake, parts, index)
    quotes = _without(known.quotes, prints.articles)
    quotes = pa.concat_tables([quotes, prints.quotes.select(QUOTE_SPEAKERS.names).cast(QUOTE_SPEAKERS)])
    speakers = speakers_of(quotes, entities)
    told, changed = tell_speakers(known.utterances, speakers)
    copies = list_copies(load_copies(lake, list(commits), cache).copies)
    prints = Prints(prints.quotes, prints.sentences, prints.articles, speakers, copies)
    found = recount(resolve_utterances(prints, told, batch_id=batch_id), changed)
    before = known.tables
    touched = told.touched | found.touched
    ids = _ids_in(before["utterance_segments"], touched) | _ids_in(found.segments, touched)
    after = {
        "utterances": _with_speaker_ids(found, before["utterances"], ids),
        "utterance_segments": found.segments,
        "utterance_pairs": found.pairs,
    }
    with lake.commit(stage=STAGE, batch_id=batch_id, part=PART_NO, versions=VERSIONS) as writer:
        writer.covers += [name for part in parts for name in part.files] + _files_of_others(commits)
        for name in KEPT:
            sides = (_about(side[name], touched, ids) for side in (before, after))
            writer.add_table(name, changes(name, *sides, batch_id=batch_id))
        writer.add_table("utterance_history", found.history)
    cached = {**after, "utterance_postings": found.postings, "quote_speakers": quotes}
    keep_known(cache / "utterances", cached, commits_of(lake.commits(), VERSIONS))
    return _report(found, prints, Counter(writer.rows))


def _files_of_others(commits: Sequence[Commit]) -> list[str]:
    """Return what copies and entities have added and no commit of this stage covers."""
    names = [name for commit in commits if commit.stage == STAGE for t in MADE_FROM for name in commit.files.get(t, [])]
    covered = covered_files(commits, VERSIONS)
    return [name for name in names if name not in covered]


def _load(lake: Lake, commits: Sequence[Commit], cache: Path, index: ArticleIndex) -> _State:
    made = commits_of(commits, VERSIONS)
    kept = load_tables(cache / "utterances", CACHED)
    if kept is not None and kept.sources == [commit.commit_id for commit in made]:
        tables = kept.tables
    else:
        tables = load_known(lake, made, cache / "utterances", KEPT, {"utterance_segments": "segment_no"})
        tables["utterance_postings"] = index_wordings(tables["utterance_segments"])
        tables["quote_speakers"] = _read_speakers(lake, commits, index)
    known = Utterances(
        utterances=tables["utterances"].select(UTTERANCES.names).cast(UTTERANCES),
        pairs=tables["utterance_pairs"],
        history=UTTERANCE_HISTORY.empty_table(),  # what it holds after the run is what the run adds
        segments=tables["utterance_segments"],
        postings=tables["utterance_postings"],
    )
    return _State(known, tables["utterances"], tables["quote_speakers"])


def _read_speakers(lake: Lake, commits: Sequence[Commit], index: ArticleIndex) -> pa.Table:
    """Return the speakers of all quotes that this stage has covered."""
    covered = covered_files(commits, VERSIONS)
    parts = [part for part in all_parts(commits, ["quotes"]) if part.articles in covered]
    return read_annotations(lake, parts, index, "quotes").select(QUOTE_SPEAKERS.names).cast(QUOTE_SPEAKERS)


def _read_prints(lake: Lake, parts: Sequence[Part], index: ArticleIndex) -> Prints:
    articles = read_articles(lake, parts, index, READ)
    outlets = "select * replace (coalesce(outlet, outlet_domain) as outlet) from articles"
    return Prints(
        quotes=read_annotations(lake, parts, index, "quotes"),
        sentences=read_annotations(lake, parts, index, "sentences"),
        articles=query(outlets, articles.schema, articles=articles),
    )


def _without(quotes: pa.Table, articles: pa.Table) -> pa.Table:
    """Return the quotes of other articles than these."""
    return keep_rows(quotes, ~is_any(quotes["article_id"], names_of(articles["article_id"])))


def _with_speaker_ids(found: Utterances, before: pa.Table, ids: set[str]) -> pa.Table:
    """Return the utterances with their speakers' ids: told anew for those of `ids`, as `before` for all others."""
    prints = found.segments.select(["utterance_id", "speaker", "speaker_key"])
    prints = keep_rows(prints, is_any(prints["utterance_id"], ids))
    utterances = keep_rows(found.utterances, is_any(found.utterances["utterance_id"], ids))
    told = query(SPEAKER_IDS, COUNTED, utterances=utterances, prints=prints)
    return pa.concat_tables([keep_rows(before, ~is_any(before["utterance_id"], ids)), told])


def _ids_in(segments: pa.Table, articles: Collection[str]) -> set[str]:
    """Return the utterances of which these articles print something."""
    return names_of(keep_rows(segments, is_any(segments["article_id"], set(articles)))["utterance_id"])


def _about(table: pa.Table, articles: Collection[str], utterance_ids: set[str]) -> pa.Table:
    """Return the rows that name one of `articles` or, of utterances, one of those: no other row can have changed."""
    names = [name for name in ("article_id", "left_article_id", "right_article_id") if name in table.column_names]
    columns = [is_any(table[name], set(articles)) for name in names] or [is_any(table["utterance_id"], utterance_ids)]
    return keep_rows(table, np.logical_or.reduce(columns))


def _report(found: Utterances, prints: Prints, rows: Counter[str]) -> UtterancesReport:
    widest = found.utterances.append_column("width", pc.list_value_length(found.utterances["outlets"]))
    widest = widest.sort_by([("width", "descending"), ("utterance_id", "ascending")]).slice(0, 10)
    return UtterancesReport(
        articles=prints.articles.num_rows,
        rows=rows,
        pairs=Counter(texts_of(found.pairs["kind"])),
        history=found.history.to_pylist(),
        widest=widest.select(["text", "speaker", "outlets", "articles", "first_outlet"]).to_pylist(),
    )
