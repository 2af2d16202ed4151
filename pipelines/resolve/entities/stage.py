"""The stage: chains of articles that wait, to one commit of entities, their aliases, mentions, history and reports."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.commits import Commit, ids_of
from pipelines.lake import Lake
from pipelines.resolve.arrow.columns import names_of
from pipelines.resolve.entities.chain_rows import chain_rows_from
from pipelines.resolve.entities.known.known_entities import KnownEntities
from pipelines.resolve.entities.known.wanted_names import NAME_KEYS
from pipelines.resolve.entities.resolve import resolve_entities
from pipelines.resolve.entities.user_files.inputs import InputFiles, read_inputs
from pipelines.resolve.increments.article_index import open_article_index
from pipelines.resolve.increments.cache import load_tables, save_tables
from pipelines.resolve.increments.pending import (
    STAGE,
    Part,
    article_files,
    commits_of,
    pending_parts,
    read_added,
    read_annotations,
    read_articles,
)
from pipelines.resolved import ENTITIES, ENTITY_ALIASES, ENTITY_MENTIONS

VERSION = "4"
"""Raise it when the same chains would be other entities: all are resolved anew, with the ids that they have."""

PART_NO = 1  # of this stage's commit in its batch
READ = ["article_id", "revision", "batch_id", "published_at", "outlet", "outlet_domain", "dateline_place", "text"]
KNOWN = {"entity_mentions": ENTITY_MENTIONS, "entities": ENTITIES, "entity_aliases": ENTITY_ALIASES}
CACHED = {**KNOWN, "name_keys": NAME_KEYS}


@dataclass(slots=True)
class EntitiesReport:
    """What one run resolved, and what that changed."""

    chains: int = 0
    unresolved: int = 0
    rows: Counter[str] = field(default_factory=Counter)  # table -> rows added to the lake
    history: list[dict[str, Any]] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    charts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def pending_entities(commits: Sequence[Commit], files: InputFiles) -> list[Part] | None:
    """Return the parts that wait; None where nothing does. Other decisions make a run wait for no part at all."""
    parts = pending_parts(commits, _versions(files), annotations=["mentions", "sentences"])
    made = commits_of(commits, {"entities": VERSION})
    stamp = made[-1].versions["decisions"] if made else "none"
    return parts or (None if stamp == files.decisions_stamp else [])


def load_entities(lake: Lake, commits: Sequence[Commit], cache: Path) -> KnownEntities:
    """Return the entities that the lake holds."""
    made = _entity_commits(commits)
    kept = load_tables(cache / "entities", CACHED)
    if kept is not None and kept.sources == ids_of(made):
        return KnownEntities(**kept.tables)
    return KnownEntities.from_rows({name: read_added(lake, made, name) for name in KNOWN})


def resolve_pending_entities(lake: Lake, cache: Path, files: InputFiles, *, batch_id: str) -> EntitiesReport:
    """Resolve the chains of the articles that wait, and commit what that changes.

    `cache` is a folder for what the next run needs, made anew from the lake where it is missing or behind.
    """
    commits = lake.commits()
    parts = pending_entities(commits, files)
    if parts is None:
        return EntitiesReport()
    known = load_entities(lake, commits, cache)
    index = open_article_index(lake, article_files(commits), cache / "articles")
    articles = read_articles(lake, parts, index, READ)
    chains = chain_rows_from(read_annotations(lake, parts, index, "mentions"), articles)
    inputs = read_inputs(files)
    found = resolve_entities(
        chains,
        known=known,
        decisions=inputs.decisions,
        knowledge=inputs.knowledge,
        batch_id=batch_id,
        read_anew=names_of(articles["article_id"]),
    )
    versions = {**_versions(files), "decisions": files.decisions_stamp}
    with lake.commit(stage=STAGE, batch_id=batch_id, part=PART_NO, versions=versions) as writer:
        writer.covers += [name for part in parts for name in part.files]
        for name, rows in found.tables.items():
            writer.add_table(name, rows)
        if not writer.covers:  # decisions alone: the commit says that they were looked at
            writer.covers.append(f"decisions/{files.decisions_stamp}")
    after = known.after(found)
    tables = {name: getattr(after, name) for name in CACHED}
    save_tables(cache / "entities", tables, sources=ids_of(_entity_commits(lake.commits())))
    return EntitiesReport(
        chains=chains.num_rows,
        unresolved=found.entity_mentions["method"].to_pylist().count("unresolved"),
        rows=Counter(writer.rows),
        history=found.entity_history.to_pylist(),
        reports=found.entity_reports.to_pylist(),
        charts=found.charts,
    )


def _versions(files: InputFiles) -> dict[str, str]:
    return {"entities": VERSION, "aliases": files.aliases_stamp}


def _entity_commits(commits: Sequence[Commit]) -> list[Commit]:
    """Return the commits of this stage whatever their version: ids go on."""
    return [commit for commit in commits if commit.stage == STAGE and "entities" in commit.versions]
