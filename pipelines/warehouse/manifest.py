"""The parsed manifest of the dbt project: made once for each fingerprint."""

import shutil
import tempfile
from pathlib import Path

from pipelines.warehouse.project import PROJECT, fingerprint

MANIFEST = "manifest.json"
PARSED = "partial_parse.msgpack"


def ensure_manifest() -> Path:
    """Return the path of the project's manifest.json, parsed anew only where the fingerprint changed.

    Lies in `dbt_project/target/<fingerprint>/` with dbt's own parsed form beside it; parsers at the same time do no
    harm, for the folder appears whole. Raises `BuildFailed` where the project does not parse.
    """
    folder = PROJECT / "target" / fingerprint()
    if not (folder / MANIFEST).is_file():
        folder.parent.mkdir(parents=True, exist_ok=True)
        _parse_into(folder)
    return folder / MANIFEST


def _parse_into(folder: Path) -> None:
    from pipelines.warehouse.invocation import parse  # dbt takes a second to import; a parsed project needs none of it

    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="parsing-") as temporary:
        parse(Path(temporary))
        for stale in folder.parent.glob("[0-9a-f]" * 16):
            shutil.rmtree(stale, ignore_errors=True)
        if not folder.exists():
            Path(temporary).rename(folder)
            Path(temporary).mkdir()  # for the context manager to remove
