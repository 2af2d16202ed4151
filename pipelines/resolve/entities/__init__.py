"""Entities across articles: which person, organisation or place each chain of an article is.

The way in is `chain_rows_from` the lake's mentions, then `resolve_entities`; `compare_names` tells how likely two
printed names are one entity.
"""

from pipelines.resolve.entities.chain_rows import chain_rows_from
from pipelines.resolve.entities.compare.model import compare_names
from pipelines.resolve.entities.known.known_entities import EntityResolution, KnownEntities
from pipelines.resolve.entities.resolve import resolve_entities
from pipelines.resolve.entities.user_files.alias_file import KnowledgeBase, read_alias_file
from pipelines.resolve.entities.user_files.decisions import Decision, read_decisions

__all__ = [
    "Decision",
    "EntityResolution",
    "KnowledgeBase",
    "KnownEntities",
    "chain_rows_from",
    "compare_names",
    "read_alias_file",
    "read_decisions",
    "resolve_entities",
]
