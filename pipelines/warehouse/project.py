"""The dbt project as code: where it lies, its fingerprint, its parsed manifest, which is parsed once a fingerprint."""

import hashlib
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"
INPUTS = ("dbt_project.yml", "profiles.yml", "models/**/*", "macros/**/*", "tests/**/*", "seeds/**/*")
DISTRIBUTIONS = ("whosaid", "dbt-core", "dbt-duckdb", "duckdb")
MANIFEST = "manifest.json"
PARSED = "partial_parse.msgpack"


def fingerprint() -> str:
    """Return 16 hex digits over every file of the project and the versions of what builds it."""
    digest = hashlib.sha256()
    for name in DISTRIBUTIONS:
        digest.update(f"{name}=={version(name)}\n".encode())
    for path in sorted({path for pattern in INPUTS for path in PROJECT.glob(pattern) if path.is_file()}):
        digest.update(f"{path.relative_to(PROJECT).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


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
    from pipelines.warehouse.dbt import parse  # dbt takes a second to import; a parsed project needs none of it

    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="parsing-") as temporary:
        parse(Path(temporary))
        for stale in folder.parent.glob("[0-9a-f]" * 16):
            shutil.rmtree(stale, ignore_errors=True)
        if not folder.exists():
            Path(temporary).rename(folder)
            Path(temporary).mkdir()  # for the context manager to remove
