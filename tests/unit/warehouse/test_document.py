"""The page on the tables and dbt's descriptions agree."""

import re

import orjson

from pipelines.warehouse.document import PAGE, page
from pipelines.warehouse.manifest import install_manifest

LEANS_ON_ANOTHER = re.compile(r"(?:Its|Their|Of (?:these|those|them)|The (?:same|other)|Where it|When it|Whether it)\b")
FEWEST_WORDS = 3  # "Headline." says of what only beside the table's name


def test_the_page_on_tables_is_what_dbt_describes() -> None:
    written = page(orjson.loads(install_manifest().read_bytes()))
    assert PAGE.read_text(encoding="utf-8") == written, "run python -m pipelines.warehouse.document"


def test_every_mart_and_column_is_described() -> None:
    manifest = orjson.loads(install_manifest().read_bytes())
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


def test_a_description_is_a_sentence_that_stands_alone() -> None:
    """A catalogue shows one column at a time."""
    manifest = orjson.loads(install_manifest().read_bytes())
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    descriptions = {
        (node["name"], name): column["description"]
        for node in models
        if node["database"] == "warehouse"
        for name, column in node["columns"].items()
    }
    leaning = {
        place: text
        for place, text in descriptions.items()
        if not text.endswith(".") or LEANS_ON_ANOTHER.match(text) or len(text.split()) < FEWEST_WORDS
    }
    assert descriptions and leaning == {}
