"""Conditions of expectations: what they select, and that nothing else is read as one."""

import duckdb
import pytest

from pipelines.checks.conditions import ConditionError, columns_of_condition, sql_of_condition

ROWS = """
    (values (1, 'direct', 'Ada', 3), (2, 'indirect', null, 5), (3, null, 'O''Neil', null), (4, 'mixed', 'Ada', 1))
    as rows(row_no, kind, speaker, n_words)
"""


def _selected(condition: str) -> list[int]:
    query = f"select row_no from {ROWS} where {sql_of_condition(condition)} order by row_no"
    return [row for (row,) in duckdb.sql(query).fetchall()]


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        ('kind == "direct"', [1]),
        ('kind != "direct"', [2, 3, 4]),
        ('col("kind") == "direct"', [1]),
        ("speaker.notnull()", [1, 3, 4]),
        ("speaker.isna()", [2]),
        ('col("speaker").notNull()', [1, 3, 4]),
        ("n_words > 2", [1, 2]),
        ("not n_words > 2", [3, 4]),
        ("1 < n_words <= 3", [1]),
        ("n_words >= -1 and kind in ['direct', 'mixed']", [1, 4]),
        ("kind not in ('direct', 'mixed')", [2, 3]),
        ("(kind == 'direct') | (n_words == 5)", [1, 2]),
        ("~(kind == 'direct') & speaker.notna()", [3, 4]),
        ("row_no == n_words", []),
        ("row_no <= n_words", [1, 2]),
        ('speaker == "O\'Neil"', [3]),
        ('kind == "x\' or 1=1 --"', []),
        ("True == True", [1, 2, 3, 4]),
    ],
)
def test_a_condition_selects_rows(condition: str, rows: list[int]) -> None:
    assert _selected(condition) == rows


@pytest.mark.parametrize(
    "condition",
    [
        "kind.__class__",
        "kind.__class__ == 'x'",
        "kind.to_csv('out.csv')",
        "kind.to_csv('out.csv') == 'x'",
        "kind.notnull(inplace=True)",
        "__import__('os').system('true')",
        "@kind == 'direct'",
        "kind == open('x').read()",
        "kind == f'{speaker}'",
        "[x for x in kind]",
        "(lambda: 1)()",
        "(kind := 'direct')",
        "kind == 'a' if speaker else 'b'",
        "kind.str.contains('x')",
        "kind is None",
        "kind in speaker",
        "kind in []",
        "kind == b'direct'",
        "kind == 1j",
        "col(kind) == 'direct'",
        "kind = 'direct'",
        "kind; import os",
        "`kind` == 'direct'",
        "kind",
        "1",
        "(" * 500 + "kind == 'direct'" + ")" * 500,
        "kind == '" + "x" * 2000 + "'",
        "",
    ],
)
def test_what_is_not_of_the_grammar_is_refused(condition: str) -> None:
    with pytest.raises(ConditionError):
        sql_of_condition(condition)
    with pytest.raises(ConditionError):
        columns_of_condition(condition)


def test_the_columns_of_a_condition_are_named() -> None:
    condition = "kind == 'speaker' and (col('n words') > n_quotes or not source.isnull())"
    assert columns_of_condition(condition) == ["kind", "n words", "n_quotes", "source"]
