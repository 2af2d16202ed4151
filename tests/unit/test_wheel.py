"""What the wheel holds, and that it runs beside a `pipelines` of somebody else's."""

import ast
import re
from pathlib import Path

import pytest
from news_samples import write_articles
from published import rows
from wheels import CHECKOUT, Installed, install

from hatch_build import renamed

OF_NO_WHEEL = {"__pycache__", "target", "logs", ".user.yml"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return install(tmp_path_factory.mktemp("wheel"))


def _files(folder: Path) -> set[str]:
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(path) for path in paths if not OF_NO_WHEEL & set(path.parts)}


@pytest.mark.parametrize("name", ["pipelines", "dbt_project"])
def test_the_wheel_holds_every_file_of_the_code_and_of_the_dbt_project(wheel: Installed, name: str) -> None:
    assert _files(wheel.site / "whosaid" / name) == _files(CHECKOUT / name)


def test_the_wheel_installs_one_package_and_says_that_it_is_typed(wheel: Installed) -> None:
    assert {path.name for path in wheel.site.iterdir() if path.suffix != ".dist-info"} == {"whosaid"}
    assert (wheel.site / "whosaid" / "py.typed").is_file()


def test_no_code_in_the_wheel_calls_a_module_as_the_checkout_does(wheel: Installed) -> None:
    found = []
    for path in (wheel.site / "whosaid").rglob("*.py"):
        tree = ast.parse(path.read_bytes())
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
            if is_text and re.search(r"(?<!whosaid\.)\bpipelines\.[a-z_]+", node.value):
                found.append((path.name, node.value))
    settings_of_01 = ("settings.py", "pipelines.annotate:default_annotator")
    assert [one for one in found if one[0] != "document.py"] == [
        settings_of_01
    ]  # document.py writes pages of a checkout


def test_code_that_uses_whosaid_keeps_its_own_pipelines(wheel: Installed) -> None:
    script = wheel.beside / "script.py"
    script.write_text(
        "import whosaid\n"
        "annotator = whosaid.default_annotator()\n"
        "import pipelines\n"
        "print(pipelines.OWNER, type(annotator).__module__)\n"
    )
    called = wheel.python(str(script))
    assert called.stdout.split() == ["somebody", "else", "whosaid.pipelines.annotate.annotators"], called.stderr


def test_the_command_annotates_beside_a_pipelines_of_somebody_else(wheel: Installed) -> None:
    (wheel.beside / "article.txt").write_text('Prices will rise\n\n"We have no choice," said Lena Orr, the minister.\n')
    called = wheel.python("-m", "whosaid", "annotate", "article.txt")
    assert "Lena Orr" in called.stdout, called.stderr


@pytest.mark.builds
def test_the_command_runs_from_raw_files_to_the_published_warehouse(wheel: Installed) -> None:
    write_articles(wheel.beside / "data" / "raw")
    called = wheel.python("-m", "whosaid", "run")
    assert called.returncode == 0, called.stderr
    assert rows(wheel.beside / "data" / "warehouse.duckdb", "select count(*) > 0 from quotes") == [(True,)]
    assert not (wheel.site / "whosaid" / "dbt_project" / "target").exists()  # an install may be read-only


def test_imports_are_renamed_and_nothing_else() -> None:
    source = b"from pipelines.lake import Lake\n\ndef pipelines():\n    from pipelines import records\n"
    assert renamed(source) == (
        b"from whosaid.pipelines.lake import Lake\n\ndef pipelines():\n    from whosaid.pipelines import records\n"
    )


def test_an_import_that_cannot_be_renamed_is_refused() -> None:
    with pytest.raises(ValueError, match="line 1: write `from pipelines import"):
        renamed(b"import pipelines.lake\n")
