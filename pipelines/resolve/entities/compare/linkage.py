"""Linkage: Splink on DuckDB scores pairs of nodes. Not here: what follows from that (`clusters`, `bare_names`)."""

import logging
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker
from splink.blocking_rule_library import CustomRule
from splink.internals.splink_dataframe import SplinkDataFrame

from pipelines.resolve.entities.compare.model import Model, name_levels, register_agreements, settings_for
from pipelines.resolve.entities.names.agreement import Agreement

WATERFALLS = 5
MIN_PROBABILITY = 0.01  # of pairs that are kept at all

Charts = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two nodes, the probability that they are one entity, and how well their names agree."""

    left: int
    right: int
    probability: float
    agreement: Agreement


@dataclass(slots=True)
class Scored:
    """Pairs, best first, and Splink's charts as Vega-Lite specifications."""

    pairs: list[Pair] = field(default_factory=list)
    charts: Charts = field(default_factory=dict)


def score_pairs(model: Model, *tables: pa.Table) -> Scored:
    """Return the pairs of nodes that share a key: within one table, or between two (the bare model).

    Tables are of `nodes.NODES`. Pairs of two known entities are not scored: the run that brought the later one did.
    """
    if any(table.num_rows == 0 for table in tables) or sum(table.num_rows for table in tables) < 2:
        return Scored()
    with duckdb.connect(":memory:") as connection:
        register_agreements(connection)
        api = DuckDBAPI(connection=connection)
        frames = [api.register(table, table_name=f"nodes_{number}") for number, table in enumerate(tables)]
        rule = "l.keys = r.keys" + ("" if model is Model.BARE else " and not (l.is_known and r.is_known)")
        rules = [CustomRule(rule, arrays_to_explode=["keys"])]
        settings = settings_for(model, blocking_rules=rules)
        linker = Linker(frames, settings, log_level=logging.ERROR, validate_settings=False)
        predictions = linker.inference.predict(threshold_match_probability=MIN_PROBABILITY, warning_mode="never")
        columns = "node_no_l, node_no_r, match_probability, gamma_name"
        rows = predictions.as_duckdbpyrelation().select(columns).fetchall()
        charts = _draw(linker, predictions, is_empty=not rows)
    levels = name_levels(model)
    pairs = [Pair(left, right, score, levels[gamma]) for left, right, score, gamma in rows]
    return Scored(sorted(pairs, key=lambda pair: (-pair.probability, pair.left, pair.right)), charts)


def _draw(linker: Linker, predictions: SplinkDataFrame, *, is_empty: bool) -> Charts:
    """Return Splink's chart of match weights, and its waterfalls of the pairs that were hardest to tell."""
    charts = {"match_weights": _spec(linker.visualisations.match_weights_chart())}
    if not is_empty:
        hardest = predictions.as_duckdbpyrelation().order("abs(match_probability - 0.5)").limit(WATERFALLS)
        records = [dict(zip(hardest.columns, row, strict=True)) for row in hardest.fetchall()]
        charts["waterfall"] = _spec(linker.visualisations.waterfall_chart(records, filter_nulls=False))
    return charts


def _spec(chart: Any) -> dict[str, Any]:
    return dict(chart.chart_dict)
