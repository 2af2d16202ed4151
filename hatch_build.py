"""Lays out the wheel: everything in one package, `whosaid`, so that no `pipelines` of anybody else's is in its way.

A checkout has `pipelines/`, `dbt_project/` and `workspace.yaml` side by side. In the wheel they lie side by side in
`whosaid/`, and the code there imports `whosaid.pipelines`. An editable install is the checkout itself.
"""

import ast
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "whosaid"
INSIDE = ("pipelines", "dbt_project", "workspace.yaml")  # what the wheel holds inside the package
CODE = "pipelines"
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "target", "logs", ".user.yml")


class OnePackage(BuildHookInterface):  # type: ignore[type-arg]  # of no configuration of its own
    """Stage the package in a temporary folder, for hatchling to take as it is."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the staged package to what goes into the wheel; nothing for an editable install."""
        if version == "editable":
            return
        self._staged = tempfile.TemporaryDirectory()
        package = Path(self._staged.name) / PACKAGE
        stage(Path(self.root), package)
        build_data["force_include"][str(package)] = PACKAGE

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary folder."""
        if version != "editable":
            self._staged.cleanup()


def stage(checkout: Path, package: Path) -> None:
    """Make the folder `package` as it lies in the wheel."""
    shutil.copytree(checkout / PACKAGE, package, ignore=LEFT_OUT)
    for name in INSIDE:
        source = checkout / name
        if source.is_dir():
            shutil.copytree(source, package / name, ignore=LEFT_OUT)
        else:
            text = source.read_text(encoding="utf-8")
            (package / name).write_text(text.replace(f" {CODE}.", f" {PACKAGE}.{CODE}."), encoding="utf-8")
    for path in package.rglob("*.py"):
        path.write_bytes(renamed(path.read_bytes()))


def renamed(source: bytes) -> bytes:
    """Return Python source whose imports of `pipelines` are of `whosaid.pipelines`; raise for one of no other name."""
    lines = source.splitlines(keepends=True)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import) and any(_is_ours(alias.name) for alias in node.names):
            raise ValueError(f"line {node.lineno}: write `from {CODE} import ...`: the wheel calls it otherwise")
        if isinstance(node, ast.ImportFrom) and node.level == 0 and _is_ours(node.module or ""):
            line, at = lines[node.lineno - 1], node.col_offset
            lines[node.lineno - 1] = line[:at] + line[at:].replace(CODE.encode(), f"{PACKAGE}.{CODE}".encode(), 1)
    return b"".join(lines)


def _is_ours(module: str) -> bool:
    return module.split(".")[0] == CODE
