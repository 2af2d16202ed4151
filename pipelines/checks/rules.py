"""The rules that make findings as Dagster asset checks, each with its count and rate, now and over time.

A check fails while a finding of its rule is open, whenever it was made; those on the articles of the batches that are
checked stand beside, and are what is counted over time. A rule never blocks: it says where to look.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
from dagster import AssetCheckResult, AssetCheckSeverity, AssetCheckSpec, multi_asset_check

from pipelines.checks.news import to_check
from pipelines.checks.results import Check
from pipelines.display import Point, ranges, table
from pipelines.resources.pipeline_run import PipelineRun
from pipelines.warehouse.assets import NODES

FINDINGS, SUITE = "attribution_findings", "rules"
RUNS_SHOWN = 30
ROWS_SHOWN = 10
COUNTED = """
    with batches as (select unnest($ids) as batch_id),
    new_articles as (
        select article_id from articles where batch_id in (select batch_id from batches)
        union
        select article_id from quotes where batch_id in (select batch_id from batches)
        union
        select article_id from corrections where batch_id in (select batch_id from batches)
    ),
    asked as (
        select 'batch' as scope, count(*) as n_rows from batches
        union all
        select 'correction', count(*) from corrections semi join new_articles using (article_id)
        union all
        select unnest(['article', 'across']), count(*) from quotes semi join new_articles using (article_id)
    ),
    open_findings as (
        select
            rule,
            count(*) as n_open,
            count(*) filter (
                article_id in (select article_id from new_articles)
                or (article_id is null and batch_id in (select batch_id from batches))
            ) as n_failed
        from attribution_findings where resolved_at is null group by rule
    )
    select rule, severity, meaning, n_rows, coalesce(n_failed, 0) as n_failed, coalesce(n_open, 0) as n_open
    from finding_rules
    inner join asked using (scope)
    left join open_findings using (rule)
    order by rule
"""
EXAMPLES = """
    select article_id, evidence, suggestion, link from attribution_findings
    where rule = $rule and resolved_at is null order by changed_at desc, finding_id limit $rows
"""
HISTORY = """
    select batch_id, 100.0 * n_failed / greatest(n_rows, 1) as rate from check_results
    where suite = 'rules' and rule = $rule order by batch_id desc limit $runs
"""


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many findings a rule has: `n_failed` in the `n_rows` new quotes, batches or corrections, `n_open` in all."""

    rule: str
    severity: str  # error, warning, note
    meaning: str
    n_rows: int
    n_failed: int
    n_open: int

    @property
    def per_hundred(self) -> float:
        """Findings for every 100 quotes, batches or corrections."""
        return 100 * self.n_failed / max(1, self.n_rows)

    def check(self) -> Check:
        """Return the row of check_results."""
        return Check(
            layer="warehouse",
            table_name=FINDINGS,
            suite=SUITE,
            rule=self.rule,
            description=self.meaning,
            severity="ERROR" if self.severity == "error" else "WARN",
            is_blocking=False,
            passed=self.n_failed == 0,
            n_rows=self.n_rows,
            n_failed=self.n_failed,
            error=None,
        )


def count_rules(connection: duckdb.DuckDBPyConnection, batch_ids: Sequence[str]) -> list[RuleCount]:
    """Return the count of every rule over the articles of some batches."""
    return [RuleCount(*row) for row in connection.execute(COUNTED, {"ids": list(batch_ids)}).fetchall()]


def rule_specs() -> list[AssetCheckSpec]:
    """Return one check for each rule that the dbt project has."""
    nodes = [node for node in NODES.manifest["nodes"].values() if node["fqn"][1:3] == ["findings", "rules"]]
    models = sorted((node for node in nodes if node["resource_type"] == "model"), key=lambda node: str(node["name"]))
    return [
        AssetCheckSpec(
            str(model["name"]).removeprefix("rule_"),
            asset=FINDINGS,
            description=f"{model['config']['meta']['meaning']} ({model['config']['meta']['severity']})",
        )
        for model in models
    ]


@multi_asset_check(specs=rule_specs(), name="rule_checks")
def rule_checks(run: PipelineRun) -> Iterator[AssetCheckResult]:
    """Count what each rule has open, and how much of it is in what the published warehouse does not hold yet."""
    ids = to_check(run.folder).batch_ids
    with duckdb.connect(str(run.folder.build_warehouse), read_only=True) as connection:
        for counted in count_rules(connection, ids):
            yield AssetCheckResult(
                asset_key=FINDINGS,
                check_name=counted.rule,
                passed=counted.n_open == 0,
                severity=AssetCheckSeverity.WARN,
                metadata=_shown(connection, counted),
            )


def _shown(connection: duckdb.DuckDBPyConnection, counted: RuleCount) -> dict[str, Any]:
    history = connection.execute(HISTORY, {"rule": counted.rule, "runs": RUNS_SHOWN}).fetchall()
    points = [*(Point(batch[4:13], rate) for batch, rate in reversed(history)), Point("now", counted.per_hundred)]
    shown: dict[str, Any] = {
        "severity": counted.severity,
        "open findings": counted.n_open,
        "new": counted.n_failed,
        "of new rows": counted.n_rows,
        "new for every 100": round(counted.per_hundred, 2),
    }
    if counted.n_open:
        found = connection.sql(EXAMPLES, params={"rule": counted.rule, "rows": ROWS_SHOWN}).to_arrow_table()
        shown["open findings, the latest"] = table(found.to_pylist())
    if any(point.value for point in points):
        shown["findings over runs"] = ranges(f"{counted.rule}: new findings for every 100", points)
    return shown
