"""The linkage model: which evidence is compared, on which levels, and how much each level weighs.

A Fellegi-Sunter model for Splink: every level has m (how often two records of one entity show it) and u (how often two
different entities do that were compared at all). `weights.json` holds both. For persons' names m was counted on
826 labelled pairs of names and u set from the same pairs, then made stricter for near names, initials and different
names, which news prints of different people more often than a watch list does; the weights of the context are set by
hand. `compare_names` uses the names alone.
"""

import json
from collections.abc import Callable
from enum import Enum
from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import Any

import duckdb
from splink import SettingsCreator
from splink.internals.comparison_creator import ComparisonCreator

from pipelines.resolve.entities.names.agreement import Agreement
from pipelines.resolve.entities.names.person_agreement import agree_persons
from pipelines.resolve.entities.names.thing_agreement import agree_things


class Model(Enum):
    """Whom the model compares: persons with whole names, bare family names with persons, everything else."""

    PERSON = "person"
    BARE = "bare"
    THING = "thing"


Compare = Callable[[str, str], Agreement]
Levels = dict[str, list[float]]

RARE_FAMILY, COMMON_FAMILY = 2, 20  # different names at hand with one family name; set by hand, as the weights are

_SHARED_COMPANY = "len(list_intersect(company_l, company_r))"
_DISJOINT = "len({0}_l) > 0 and len({0}_r) > 0 and not list_has_any({0}_l, {0}_r)"
_GAP = "greatest(first_day_l - last_day_r, first_day_r - last_day_l, 0)"
_NO_ROLE = "len(role_words_l) = 0 or len(role_words_r) = 0"
_CONDITIONS: dict[str, dict[str, str]] = {
    "family": {
        "rare": f"greatest(namesakes_l, namesakes_r) <= {RARE_FAMILY}",
        "some": f"greatest(namesakes_l, namesakes_r) <= {COMMON_FAMILY}",
        "common": "else",
    },
    "role": {
        "conflict": f"({_DISJOINT.format('role_fields')}) or ({_DISJOINT.format('countries')})",
        "same_words": "list_has_any(role_words_l, role_words_r)",
        "same_field": "list_has_any(role_fields_l, role_fields_r)",
        "other": "else",
    },
    "company": {
        "three": f"{_SHARED_COMPANY} >= 3",
        "two": f"{_SHARED_COMPANY} = 2",
        "one": f"{_SHARED_COMPANY} = 1",
        "none": "else",
    },
    "together": {
        "yes": "list_contains(company_l, printed_r) or list_contains(company_r, printed_l)",
        "no": "else",
    },
    "date": {"week": f"{_GAP} <= 7", "month": f"{_GAP} <= 30", "year": f"{_GAP} <= 365", "longer": "else"},
    "gender": {"same": "gender_l = gender_r", "different": "else"},
}
_NULLS = {
    "family": "namesakes_l is null or namesakes_r is null",
    "together": "printed_l is null or printed_r is null",
    "role": _NO_ROLE,
    "company": "len(company_l) = 0 or len(company_r) = 0",
    "date": "first_day_l is null or first_day_r is null",
    "gender": "gender_l is null or gender_r is null",
}
EVEN_ODDS = 0.5


@cache
def weights() -> dict[str, dict[str, Any]]:
    """Return model -> prior and, by comparison, level -> [m, u]."""
    text = (files(__package__) / "weights.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def compare_names(left: str, right: str, *, kind: str = "PERSON", prior: float = EVEN_ODDS) -> float:
    """Return the probability that two printed names are one entity, judged by the names alone.

    `kind` is PERSON or anything else for organisations, places and other things; `prior` the probability before the
    names were read. Symmetrical; a name of signs only is different from every other.
    """
    model = Model.PERSON if kind == "PERSON" else Model.THING
    level = agree_persons(left, right) if model is Model.PERSON else agree_things(left, right)
    levels: Levels = weights()[model.value]["name"]
    m, u = levels.get(level.name, levels["DIFFERENT"])
    odds = prior / (1 - prior) * m / u
    return odds / (1 + odds)


def settings_for(model: Model, *, blocking_rules: list[Any]) -> SettingsCreator:
    """Return Splink's settings for records of `nodes.NODES`, found as pairs by `blocking_rules`.

    The bare model links records of bare names to entities; the other two link a table with itself.
    """
    spec = weights()[model.value]
    comparisons: list[ComparisonCreator | dict[str, Any]] = [_compare_names_in_sql(model, spec["name"])]
    comparisons += [_comparison(name, spec[name]) for name in _CONDITIONS if name in spec]
    return SettingsCreator(
        link_type="link_only" if model is Model.BARE else "dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=blocking_rules,
        probability_two_random_records_match=spec["prior"],
        unique_id_column_name="node_no",
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )


def name_levels(model: Model) -> list[Agreement]:
    """Return the agreements of names that the model tells apart, by Splink's number of the level (0 is the worst)."""
    return sorted(Agreement[name] for name in weights()[model.value]["name"])


def register_agreements(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the comparisons of names known to a DuckDB connection."""
    connection.create_function("agree_persons", partial(_agree_once, agree_persons), ["VARCHAR", "VARCHAR"], "TINYINT")
    connection.create_function("agree_things", partial(_agree_once, agree_things), ["VARCHAR", "VARCHAR"], "TINYINT")


def _agree_once(compare: Compare, left: str, right: str) -> int:
    """Compare a pair once, however many levels ask for it in turn."""
    return int(_agree_cached(compare, left, right))


@lru_cache(maxsize=50_000)
def _agree_cached(compare: Compare, left: str, right: str) -> Agreement:
    return compare(left, right)


def _compare_names_in_sql(model: Model, levels: Levels) -> dict[str, Any]:
    function = "agree_things" if model is Model.THING else "agree_persons"
    ordered = sorted((Agreement[name] for name in levels), reverse=True)
    conditions = {level.name: f"{function}(name_l, name_r) = {int(level)}" for level in ordered}
    if model is Model.BARE:
        conditions["BARE"] = f"{function}(name_l, name_r) >= {int(Agreement.BARE)}"
    return _with_levels("name", {**conditions, "DIFFERENT": "else"}, levels, null="name_l is null or name_r is null")


def _comparison(name: str, levels: Levels) -> dict[str, Any]:
    conditions = {level: sql for level, sql in _CONDITIONS[name].items() if level in levels}
    return _with_levels(name, conditions, levels, null=_NULLS[name])


def _with_levels(name: str, conditions: dict[str, str], levels: Levels, *, null: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = [
        {"sql_condition": null, "label_for_charts": "not stated", "is_null_level": True},
    ]
    for level, sql in conditions.items():
        m, u = levels[level]
        rows.append(
            {
                "sql_condition": "ELSE" if sql == "else" else sql,
                "label_for_charts": level.lower().replace("_", " "),
                "m_probability": m,
                "u_probability": u,
            }
        )
    return {"output_column_name": name, "comparison_levels": rows}
