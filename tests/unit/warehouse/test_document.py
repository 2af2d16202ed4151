"""The page on the tables and dbt's descriptions agree."""

import orjson

from pipelines.warehouse.document import PAGE, page
from pipelines.warehouse.manifest import ensure_manifest


def test_the_page_on_tables_is_what_dbt_describes() -> None:
    written = page(orjson.loads(ensure_manifest().read_bytes()))
    assert PAGE.read_text(encoding="utf-8") == written, "run python -m pipelines.warehouse.document"


def test_every_mart_and_column_is_described() -> None:
    manifest = orjson.loads(ensure_manifest().read_bytes())
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    assert [node["name"] for node in models if not node["description"].startswith("One row per")] == []
    published = [node for node in models if node["database"] == "warehouse"]
    bare = [
        (node["name"], name)
        for node in published
        for name, column in node["columns"].items()
        if not column["description"]
    ]
    assert published and bare == []
