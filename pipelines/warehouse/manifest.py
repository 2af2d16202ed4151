"""The parsed manifest of the dbt project: made once for each fingerprint.

`make` parses the project when it installs; a run only reads there, for an install may be shared and not to be written.
Where the project has changed since, or what lies there may not be read, a run parses it into its own data folder.
"""

import os
import shutil
import tempfile
from pathlib import Path

from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.project import PROJECT, fingerprint

MANIFEST = "manifest.json"
PARSED = "partial_parse.msgpack"


def ensure_manifest(folder: DataFolder) -> Path:
    """Return the path of the project's manifest.json, with dbt's own parsed form beside it.

    Raises `BuildFailed` where the project does not parse.
    """
    installed = PROJECT / "target" / fingerprint()
    if all(os.access(installed / name, os.R_OK) for name in (MANIFEST, PARSED)):
        return installed / MANIFEST
    return _parsed_below(folder.build / "parsed")


def install_manifest() -> Path:
    """Parse the project into its own `target`, where every run reads it, unless that is done; return as above."""
    return _parsed_below(PROJECT / "target")


def _parsed_below(place: Path) -> Path:
    """Return the manifest in the folder of `place` that the fingerprint names.

    Parsers at the same time do no harm, for that folder appears whole.
    """
    folder = place / fingerprint()
    if not (folder / MANIFEST).is_file():
        place.mkdir(parents=True, exist_ok=True)
        _parse_into(folder)
    return folder / MANIFEST


def _parse_into(folder: Path) -> None:
    from pipelines.warehouse.invocation import parse  # dbt takes a second to import; a parsed project needs none of it

    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="parsing-") as temporary:
        parse(Path(temporary))
        for stale in folder.parent.glob("[0-9a-f]" * 16):
            shutil.rmtree(stale, ignore_errors=True)
        if not folder.exists():
            Path(temporary).chmod(0o755)  # readable as an installed file is; a temporary folder is its maker's alone
            Path(temporary).rename(folder)
            Path(temporary).mkdir()  # for the context manager to remove


if __name__ == "__main__":
    install_manifest()
