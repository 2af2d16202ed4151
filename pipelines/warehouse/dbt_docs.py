"""dbt's own documentation of the tables as one page: its manifest, and the columns of what is published.

`dbt docs generate --static` makes the same page, and takes seconds to ask the database what the manifest says already.
"""

from pathlib import Path
from typing import Any

import duckdb
import orjson

from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.manifest import ensure_manifest

COLUMNS = """
    select table_name,
        list({name: column_name, type: data_type, "index": column_index} order by column_index) as columns
    from duckdb_columns() where schema_name = 'main' and not internal group by table_name
"""
PLACES = ('"MANIFEST.JSON INLINE DATA"', '"CATALOG.JSON INLINE DATA"')  # dbt-core, task/docs/generate.py


def dbt_docs(folder: DataFolder, connection: duckdb.DuckDBPyConnection) -> str:
    """Return the page; it needs its own scripts, and no file or address besides."""
    from dbt.task import docs  # a fraction of dbt, for who asks for the page alone

    page = (Path(docs.__file__).parent / "index.html").read_text(encoding="utf-8")
    manifest = orjson.loads(ensure_manifest(folder).read_bytes())
    for place, content in zip(PLACES, (manifest, _catalog(connection, manifest)), strict=True):
        page = page.replace(place, orjson.dumps(content).decode().replace("</", "<\\/"))
    return page


def _catalog(connection: duckdb.DuckDBPyConnection, manifest: dict[str, Any]) -> dict[str, Any]:
    columns = dict(connection.execute(COLUMNS).fetchall())
    nodes = {
        key: {
            "unique_id": key,
            "metadata": {"type": "BASE TABLE", "schema": "main", "name": node["name"], "database": "warehouse"},
            "columns": {column["name"]: column for column in columns[node["name"]]},
            "stats": {},
        }
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["name"] in columns
    }
    return {"metadata": manifest["metadata"], "nodes": nodes, "sources": {}, "errors": None}
