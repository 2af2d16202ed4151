"""dbt's models as Dagster assets: their groups."""

from graphlib import TopologicalSorter

import pytest

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


def test_what_users_ask_is_a_mart(groups: dict[str, str]) -> None:
    assert {groups[f"model.whosaid.{name}"] for name in ("articles", "quotes", "speakers", "utterances")} == {"marts"}
