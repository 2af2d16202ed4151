"""The project's own materializations, each in a dbt project of a model or two; dbt's own stay what they are."""

from pathlib import Path

import duckdb
import pytest
from dbt.cli.main import dbtRunner

from pipelines.warehouse.invocation import QUIET, let_go, one_line
from pipelines.warehouse.project import PROJECT

OWN = ("built_view", "built_table", "keyed_table")
MATERIALIZATIONS = PROJECT / "macros" / "materializations.sql"
PROJECT_FILE = """
name: small
profile: small
model-paths: [models]
macro-paths: [macros]
"""
PROFILES = """
small:
  target: build
  outputs: {build: {type: duckdb, path: "%s"}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A dbt project that has this project's materializations and no model yet."""
    for folder in ("models", "macros"):
        (tmp_path / folder).mkdir()
    (tmp_path / "macros" / MATERIALIZATIONS.name).write_text(MATERIALIZATIONS.read_text(encoding="utf-8"))
    (tmp_path / "dbt_project.yml").write_text(PROJECT_FILE)
    (tmp_path / "profiles.yml").write_text(PROFILES % (tmp_path / "small.duckdb"))
    return tmp_path


def run(project: Path, **models: str) -> list[str]:
    """Build `models` (SQL by name) and return the message of each that failed."""
    for name, sql in models.items():
        (project / "models" / f"{name}.sql").write_text(sql)
    places = [f"--{place}={project}" for place in ("project-dir", "profiles-dir", "target-path", "log-path")]
    try:
        answer = dbtRunner().invoke(["run", *places, *QUIET])
    finally:
        let_go()
    if answer.exception is not None:
        return [one_line(answer.exception)]
    return [str(node.message) for node in answer.result if node.status != "success"]


def ask(project: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(project / "small.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def built(materialization: str, *hooks: str) -> str:
    """Return a model that prints the rows of `numbers`."""
    settings = [f'materialized="{materialization}"', 'unique_key="n"', 'meta={"replaced_in": "numbers"}', *hooks]
    return "{{ config(" + ", ".join(settings) + ") }} select n from {{ ref('numbers') }}"


def test_hooks_run_before_and_after_each_model_inside_its_transaction_and_outside(project: Path) -> None:
    inside = ("in_transaction", "in_transaction")
    outside = ("before_begin", "after_commit")
    into = "insert into steps_of_{} select 'after ' || n from {{{{ this }}}}"
    models = {
        f"{materialization}_{before}": built(
            materialization,
            f"pre_hook={before}(\"create table steps_of_{materialization}_{before} as select 'before' as step\")",
            f'post_hook={after}("{into.format(f"{materialization}_{before}")}")',
        )
        for materialization in OWN
        for before, after in (inside, outside)
    }
    assert run(project, numbers="select 7 as n", **models) == []
    steps = {name: ask(project, f"select step from steps_of_{name} order by rowid") for name in models}
    assert steps == {name: [("before",), ("after 7",)] for name in models}


def test_a_second_run_prints_what_is_new(project: Path) -> None:
    models = {f"a_{materialization}": built(materialization) for materialization in OWN}
    assert run(project, numbers="select 1 as n", **models) == []
    assert run(project, numbers="select unnest([1, 2]) as n", **models) == []
    found = {name: ask(project, f"select n from {name} order by n") for name in models}
    assert found == {name: [(1,), (2,)] for name in models}
    kinds = "select table_name, table_type from information_schema.tables where table_name like 'a_%' order by 1"
    assert ask(project, kinds) == [
        ("a_built_table", "BASE TABLE"),
        ("a_built_view", "VIEW"),
        ("a_keyed_table", "BASE TABLE"),
    ]


def test_a_keyed_table_drops_replaced_keys_takes_new_rows_and_keeps_the_rest(project: Path) -> None:
    keyed = """
        -- depends_on: {{ ref("replaced") }}
        {{ config(materialized="keyed_table", unique_key="key", meta={"replaced_in": "replaced"}) }}
        select key, word from {{ ref("arrived") }}
    """
    first = "select * from (values (1, 'kept'), (2, 'old'), (3, 'gone')) as rows (key, word)"
    assert run(project, arrived=first, replaced="select 0 as key", keyed=keyed) == []
    second = "select 2 as key, 'new' as word"
    assert run(project, arrived=second, replaced="select unnest([2, 3]) as key", keyed=keyed) == []
    assert ask(project, "select key, word from keyed order by key") == [(1, "kept"), (2, "new")]


def test_a_keyed_table_without_its_model_of_replaced_keys_says_what_it_lacks(project: Path) -> None:
    keyed = "{{ config(materialized='keyed_table', unique_key='n') }} select 1 as n"
    (message,) = run(project, keyed=keyed)
    assert "meta.replaced_in" in message


def test_a_plain_incremental_model_adds_its_rows_on_the_second_run(project: Path) -> None:
    plain = "{{ config(materialized='incremental') }} select {{ '2' if is_incremental() else '1' }} as n"
    assert run(project, plain=plain) == []
    assert run(project, plain=plain) == []
    assert ask(project, "select n from plain order by n") == [(1,), (2,)]
