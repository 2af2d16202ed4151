"""The notebook in examples/, run as it stands over the sample's warehouse."""

import ast
import json
from typing import Any

import pytest
from wheels import CHECKOUT

from pipelines.resources.data_folder import DataFolder

NOTEBOOK = CHECKOUT / "examples" / "first_look.ipynb"


def _run(cell: str, names: dict[str, Any]) -> Any:
    """Run a cell and return what it shows: the value of its last line."""
    *lines, last = ast.parse(cell).body
    assert isinstance(last, ast.Expr)
    exec(compile(ast.Module(lines, []), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


@pytest.fixture(scope="module")
def shown(sample: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What the cells show, in their order."""
    clone = tmp_path_factory.mktemp("clone")
    (clone / "data").symlink_to(sample.root)
    (clone / "examples").mkdir()
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(clone / "examples")
        found = [_run("".join(cell["source"]), names) for cell in cells if cell["cell_type"] == "code"]
    names["warehouse"].close()
    found[-1] = found[-1]._repr_mimebundle_()  # as it is drawn where the notebook says how
    names["alt"].renderers.enable("default")
    return found


def test_the_text_is_shown_with_its_quotes_marked_and_as_a_table(shown: list[Any]) -> None:
    documents, table = shown[:2]
    assert documents._repr_html_().count(">Lena Orr") == 3
    assert table["speaker"].tolist()[:2] == ["Lena Orr", "Lena Orr"]


def test_each_query_has_an_answer_on_the_sample(shown: list[Any]) -> None:
    assert [len(frame) > 0 for frame in shown[2:5]] == [True, True, True]
    assert shown[3].groupby("words")["outlet"].nunique().min() >= 2


def test_the_chart_is_drawn_without_a_script(shown: list[Any]) -> None:
    drawn = shown[5]["image/svg+xml"]
    assert "Coastal Herald" in drawn and "<script" not in drawn


def test_no_output_is_kept_that_could_go_stale() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)
