"""Writes docs/tables.md out of dbt's descriptions: `python -m pipelines.warehouse.document`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from pipelines.warehouse.manifest import install_manifest
from pipelines.warehouse.project import PROJECT

PAGE = PROJECT.parent / "docs" / "tables.md"
FIRST = (
    "quotes",
    "quote_speakers",
    "stances",
    "speakers",
    "source_diversity",
    "utterances",
    "utterance_quotes",
    "articles",
    "outlets",
    "entities",
)  # often looked for
HEAD = """# Tables of the warehouse

Written by `python -m pipelines.warehouse.document` from the descriptions in `dbt_project/models`; edit them there.
Offsets count characters (Unicode code points) of `articles.text`, end exclusive; times are UTC. A column marked with
\N{BULLET} is never null. In DuckDB, `substring(text, start_char + 1, end_char - start_char)` is the text of a span.
"""


def page(manifest: Mapping[str, Any]) -> str:
    """Return the page for the marts and state tables of a dbt manifest."""
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    published = [model for model in models if model["database"] == "warehouse"]
    return "\n".join([HEAD, *(_section(model) for model in sorted(published, key=_place))])


def write() -> Path:
    """Write the page and return its path."""
    PAGE.write_text(page(orjson.loads(install_manifest().read_bytes())), encoding="utf-8")
    return PAGE


def _place(model: Mapping[str, Any]) -> tuple[bool, int, str]:
    name = model["name"]
    return model["schema"] != "main", FIRST.index(name) if name in FIRST else len(FIRST), name


def _section(model: Mapping[str, Any]) -> str:
    name = model["name"] if model["schema"] == "main" else f"{model['schema']}.{model['name']}"
    rows = [_row(column) for column in model["columns"].values()]
    return "\n".join(
        [f"## {name}", "", model["description"], "", "| column | type | what |", "|---|---|---|", *rows, ""]
    )


def _row(column: Mapping[str, Any]) -> str:
    is_required = any(constraint["type"] == "not_null" for constraint in column["constraints"])
    what = column["description"].replace("|", "\\|").replace("<", "&lt;")
    mark = " \N{BULLET}" if is_required else ""
    return f"| `{column['name']}`{mark} | {column['data_type']} | {what} |"


if __name__ == "__main__":
    print(write())
