"""dbt's models as Dagster assets: their groups, links and freshness."""

from datetime import timedelta
from graphlib import TopologicalSorter

import pytest
from dagster import AssetSpec, FreshnessPolicy

from pipelines.display import column_schema
from pipelines.records import TABLES
from pipelines.warehouse.manifest import install_manifest
from pipelines.warehouse.translation import Nodes


@pytest.fixture(scope="module")
def groups() -> dict[str, str]:
    """The group of each model, by its unique id."""
    nodes = Nodes(install_manifest())
    models = [name for name, node in nodes.manifest["nodes"].items() if node["resource_type"] == "model"]
    specs = {name: nodes.translator.get_asset_spec(nodes.manifest, name, None) for name in models}
    return {name: spec.group_name or "" for name, spec in specs.items()}


def test_the_groups_of_the_graph_form_no_circle(groups: dict[str, str]) -> None:
    parents = Nodes(install_manifest()).manifest["parent_map"]
    above: dict[str, set[str]] = {group: set() for group in groups.values()}
    for name, group in groups.items():
        above[group] |= {groups[parent] for parent in parents[name] if parent in groups} - {group}
    order = list(TopologicalSorter(above).static_order())
    assert order == ["staging", "intermediate", "marts", "findings"]


def test_every_table_that_is_published_is_among_the_marts_findings_or_checks(groups: dict[str, str]) -> None:
    nodes = Nodes(install_manifest())
    published = {key.path[-1] for key in nodes.published()}
    assert {"sentences", "entity_mentions", "article_revisions", "corrections", "speakers"} <= published
    assert {groups[f"model.whosaid.{name}"] for name in published} == {"marts", "findings"}


def test_every_column_of_the_lake_says_what_it_holds() -> None:
    nodes = Nodes(install_manifest())
    for name, schema in TABLES.items():
        spec = AssetSpec(["lake", name], metadata={"dagster/column_schema": column_schema(schema)})
        columns = nodes.with_column_descriptions(spec).metadata["dagster/column_schema"].columns
        assert [column.name for column in columns if not column.description] == []
        assert [column.name for column in columns] == schema.names


def test_what_a_newsroom_looks_at_links_to_its_page_of_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOSAID_DESK_URL", "https://desk.example/")
    nodes = Nodes(install_manifest())
    spec = nodes.translator.get_asset_spec(nodes.manifest, "model.whosaid.attribution_findings", None)
    assert spec.metadata["at the desk"].url == "https://desk.example/findings"


def test_articles_that_no_run_has_brought_for_a_day_are_worth_a_look() -> None:
    nodes = Nodes(install_manifest())
    spec = nodes.translator.get_asset_spec(nodes.manifest, "model.whosaid.articles", None)
    assert spec.freshness_policy == FreshnessPolicy.time_window(
        fail_window=timedelta(days=7), warn_window=timedelta(days=1)
    )
