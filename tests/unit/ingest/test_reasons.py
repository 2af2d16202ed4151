"""The list of reason codes is what the code uses, no more and no less."""

import ast
import csv
from importlib import resources
from pathlib import Path

import pipelines.ingest

_REJECTS = ("Rejected", "InputRejected", "_rejected")


def _rows() -> list[dict[str, str]]:
    with resources.files(pipelines.ingest).joinpath("reasons.csv").open(encoding="utf-8") as table:
        return list(csv.DictReader(table))


def _strings(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _trees() -> list[ast.AST]:
    folder = Path(pipelines.ingest.__file__).parent
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))]


def test_every_code_that_the_code_rejects_with_is_listed() -> None:
    listed = {row["code"] for row in _rows()}
    used = set()
    for tree in _trees():
        for node in ast.walk(tree):
            name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name in _REJECTS and node.args and isinstance(node.args[0], ast.Constant):
                used.add(node.args[0].value)
    assert used, "no rejection was found: the test looks for the wrong calls"
    assert used - listed == set()


def test_every_listed_code_is_used() -> None:
    strings = set().union(*map(_strings, _trees()))
    assert {row["code"] for row in _rows()} - strings == set()


def test_every_code_is_listed_once_in_order_and_says_what_it_means_and_what_to_do() -> None:
    rows = _rows()
    codes = [row["code"] for row in rows]
    assert codes == sorted(set(codes))
    assert all(row["meaning"] and row["what_to_do"] for row in rows)
