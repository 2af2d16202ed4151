"""Which tables and columns a suite may speak of, and which expectations Great Expectations has. Imports none of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import orjson

from pipelines.records import TABLES
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.manifest import ensure_manifest

Tables = Mapping[tuple[str, str], Collection[str]]  # (layer, table) -> columns

DERIVED: Mapping[str, Collection[str]] = {
    "articles": ("text_characters",),
    "mentions": ("text_at_offsets",),
    "quotes": ("content_at_offsets", "cue_at_offsets", "source_at_offsets"),
    "stances": ("content_at_offsets", "cue_at_offsets", "source_at_offsets"),
}
"""Columns that checks of the lake have besides its own (see `frames`)."""

KEYS: Mapping[tuple[str, str], Collection[str]] = {
    ("lake", "articles"): ("article_id", "revision"),
    ("lake", "ingest_outcomes"): ("batch_id", "path", "record_no"),
    ("lake", "sentences"): ("article_id", "revision", "sentence_no"),
    ("lake", "mentions"): ("mention_id",),
    ("lake", "quotes"): ("quote_id",),
    ("lake", "stances"): ("quote_id",),
    ("warehouse", "articles"): ("article_id",),
    ("warehouse", "quotes"): ("quote_id",),
    ("warehouse", "speakers"): ("entity_id", "name"),
    ("warehouse", "entities"): ("entity_id", "name"),
    ("warehouse", "utterances"): ("utterance_id",),
    ("warehouse", "attribution_findings"): ("finding_id", "rule"),
}
"""The columns that identify a failing row, for suites that name none."""


@cache
def known_tables(folder: DataFolder) -> Tables:
    """Return the columns of every table of the lake, and of every table of the warehouse; `folder` is the run's own."""
    lake = {("lake", name): {*schema.names, *DERIVED.get(name, ())} for name, schema in TABLES.items()}
    nodes = orjson.loads(ensure_manifest(folder).read_bytes())["nodes"].values()
    models = [node for node in nodes if node["resource_type"] == "model" and node["schema"] == "main"]
    return {**lake, **{("warehouse", model["name"]): set(model["columns"]) for model in models}}


@dataclass(frozen=True, slots=True)
class Keywords:
    """The keywords of an expectation: all that it knows, and those that it requires."""

    known: frozenset[str]
    required: frozenset[str]


@cache
def keywords_of(expectation_type: str) -> Keywords | None:
    """Return the keywords of an expectation, by the schema that Great Expectations ships; None where it ships none."""
    folder = _core()
    wanted = f"{expectation_type.replace('_', '')}.json"
    found = [path for path in (folder / "schemas").glob("*.json") if path.name.lower() == wanted] if folder else []
    if not found:
        return None
    schema = orjson.loads(found[0].read_bytes())
    return Keywords(frozenset(schema["properties"]), frozenset(schema.get("required", ())))


@cache
def expectation_types() -> frozenset[str]:
    """Return the names of all expectations that Great Expectations comes with, without importing it."""
    folder = _core()
    return frozenset(path.stem for path in folder.glob("expect_*.py")) if folder else frozenset()


@cache
def _core() -> Path | None:
    """Return the folder of Great Expectations' own expectations."""
    found = find_spec("great_expectations")
    return Path(found.origin).parent / "expectations" / "core" if found and found.origin else None
