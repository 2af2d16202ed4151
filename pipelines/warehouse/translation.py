"""dbt's models as Dagster assets, and what dbt says of its nodes as Dagster's events. Runs nothing."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from dagster import (
    AssetCheckKey,
    AssetCheckResult,
    AssetCheckSeverity,
    AssetKey,
    AssetSpec,
    FreshnessPolicy,
    MaterializeResult,
    MetadataValue,
    TableColumn,
    TableSchema,
)
from dagster_dbt import DagsterDbtTranslator, DbtProject
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from pipelines.display import OWNERS
from pipelines.resources.desk_address import desk_page
from pipelines.warehouse.results import DbtRun, NodeResult

FOLDERS = {
    "staging": "staging",
    "intermediate": "intermediate",
    "marts": "marts",
    "checks": "marts",
    "state": "marts",
    "findings": "findings",
}
PUBLISHED_AS = {  # where a table of the lake is published under another name
    "mentions": "entity_mentions",
    "finding_history": "attribution_findings",
    "utterance_segments": "utterance_quotes",
}
PAGES = {  # the page of the desk that shows what a table holds
    "articles": "/search?in=articles",
    "quotes": "/search",
    "attribution_findings": "/findings",
    "corrections": "/review",
    "reader_accuracy": "/quality",
    "batch_health": "/quality",
    "ingest_outcomes": "/",
    "speakers": "/",
}
# The hourly schedule runs where there is news: a day without any is worth a look, a week of them is no news desk's.
FRESH = {"articles": FreshnessPolicy.time_window(fail_window=timedelta(days=7), warn_window=timedelta(days=1))}
SCRATCH = "scratch"  # the database in memory that a build throws away (profiles.yml)


class Translator(DagsterDbtTranslator):
    """Groups are dbt's folders, left to right; dbt's sources are the lake's assets; a model's key is its name."""

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None) -> AssetSpec:
        """Return the asset that a dbt node is."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = self.get_resource_props(manifest, unique_id)
        if node["resource_type"] == "source":
            return _with_column_descriptions(spec.replace_attributes(key=AssetKey(["lake", node["name"]])), manifest)
        group = _folder(manifest, unique_id)
        if group == "intermediate" and _reads_marts(manifest, unique_id):
            group = "marts"  # what lies between two marts is with them: the graph's groups must not form a circle
        name = node["name"]
        page = {"at the desk": MetadataValue.url(desk_page(PAGES[name]))} if name in PAGES else {}
        return spec.replace_attributes(
            key=AssetKey([name]),
            group_name=group,
            owners=OWNERS,
            kinds={"dbt", "duckdb"},
            metadata={**spec.metadata, **page},
            freshness_policy=FRESH.get(name),
        )


def _reads_marts(manifest: Mapping[str, Any], unique_id: str) -> bool:
    """Return True where a mart is among the models that a model is made of, however far up."""
    parents = [parent for parent in manifest["parent_map"][unique_id] if parent in manifest["nodes"]]
    return any(_folder(manifest, parent) == "marts" or _reads_marts(manifest, parent) for parent in parents)


def _with_column_descriptions(spec: AssetSpec, manifest: Mapping[str, Any]) -> AssetSpec:
    """Describe the columns of a table of the lake; what the source does not describe is, where it is published."""
    table = spec.key.path[-1]
    models = [f"model.whosaid.{name}" for name in (f"stg_lake__{table}", PUBLISHED_AS.get(table, table))]
    nodes = [manifest["sources"][f"source.whosaid.lake.{table}"], *(manifest["nodes"].get(name) for name in models)]
    described: dict[str, str] = {}
    for node in filter(None, nodes):
        said = {name: column["description"] for name, column in node["columns"].items() if column["description"]}
        described = said | described
    schema: TableSchema = spec.metadata["dagster/column_schema"]
    columns = [
        TableColumn(column.name, column.type, described.get(column.name), column.constraints)
        for column in schema.columns
    ]
    return spec.merge_attributes(metadata={"dagster/column_schema": TableSchema(columns)})


def _folder(manifest: Mapping[str, Any], unique_id: str) -> str:
    return FOLDERS.get(manifest["nodes"][unique_id]["fqn"][1], "staging")


@dataclass(frozen=True)
class Nodes:
    """The dbt project's manifest and how its nodes are named in Dagster."""

    path: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The parsed manifest."""
        content: dict[str, Any] = json.loads(self.path.read_bytes())
        return content

    @cached_property
    def translator(self) -> Translator:
        """One translator, which remembers what it has translated."""
        return Translator()

    def model_key(self, unique_id: str) -> AssetKey:
        """Return the asset of a model."""
        return self.translator.get_asset_spec(self.manifest, unique_id, None).key

    def published(self) -> list[AssetKey]:
        """Return the models that are tables of the published file."""
        nodes = self.manifest["nodes"].values()
        models = [node for node in nodes if node["resource_type"] == "model" and node["config"]["enabled"]]
        return [self.model_key(node["unique_id"]) for node in models if node["database"] != SCRATCH]

    def with_column_descriptions(self, spec: AssetSpec) -> AssetSpec:
        """Return a table of the lake with what its columns hold, as dbt's pages say it; any other asset as it is."""
        return _with_column_descriptions(spec, self.manifest) if spec.key.path[0] == "lake" else spec

    def check_key(self, unique_id: str) -> AssetCheckKey | None:
        """Return the asset check of a test; None for one that belongs to no single model."""
        return get_asset_check_key_for_test(self.manifest, self.translator, unique_id, None)


def events(
    run: DbtRun,
    nodes: Nodes,
    *,
    assets: Collection[AssetKey],
    checks: Collection[AssetCheckKey],
    metadata: Mapping[str, Mapping[str, Any]],
) -> Iterator[MaterializeResult[Any] | AssetCheckResult]:
    """Yield what became of the selected assets and checks; `metadata` adds to a model's, by its name."""
    for result in run.results:
        if result.resource_type in ("model", "seed") and result.status == "success":
            key = nodes.model_key(result.unique_id)
            if key in assets:
                shown = {"seconds": result.seconds, **metadata.get(result.name, {})}
                yield MaterializeResult(asset_key=key, metadata=shown)
    for result in run.results:
        check = nodes.check_key(result.unique_id) if result.resource_type == "test" else None
        if check is not None and check in checks and result.status != "skipped":
            yield _check_result(result, check)


def _check_result(result: NodeResult, check: AssetCheckKey) -> AssetCheckResult:
    return AssetCheckResult(
        asset_key=check.asset_key,
        check_name=check.name,
        passed=result.status == "pass",
        severity=AssetCheckSeverity.ERROR if result.is_failure else AssetCheckSeverity.WARN,
        metadata={
            "rows that fail": MetadataValue.int(result.failures or 0),
            "message": result.message or "passed",
            "seconds": result.seconds,
        },
    )
