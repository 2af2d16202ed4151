"""The wheel as a user has it: built, unpacked, and called where a `pipelines` of somebody else's lies.

It is built from what `.dockerignore` lets into a container's build, which so turns out to be all that it takes.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


@dataclass(frozen=True, slots=True)
class Installed:
    """An unpacked wheel, and a folder with a `pipelines` of its own to call it in."""

    site: Path
    beside: Path

    def python(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Call Python in the folder; libraries are those of the tests' own environment."""
        path = os.pathsep.join([str(self.beside), str(self.site)])
        # what a command that ran in this process has set names its data folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WHOSAID_", "DAGSTER_"))}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.beside,
            env={**kept, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )


def container_source(folder: Path) -> Path:
    """Copy what `.dockerignore` lets into a container's build: all that it names with a `!`, less the lines after."""
    lines = (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").split()
    assert lines[0] == "*"
    for name in (line.removeprefix("!") for line in lines if line.startswith("!")):
        source, copy = CHECKOUT / name, folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, copy) if source.is_dir() else shutil.copy2(source, copy)
    for pattern in (line for line in lines[1:] if not line.startswith("!")):
        for path in [*folder.glob(pattern)]:
            shutil.rmtree(path)
    return folder


def install(folder: Path) -> Installed:
    """Build the wheel and unpack it below `folder`."""
    source = container_source(folder / "source")
    built = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)], cwd=source, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(folder / built.stdout.split()[-1]) as wheel:
        wheel.extractall(folder / "site")
    beside = folder / "beside"
    (beside / "pipelines").mkdir(parents=True)
    (beside / "pipelines" / "__init__.py").write_text('OWNER = "somebody else"\n')
    return Installed(folder / "site", beside)
