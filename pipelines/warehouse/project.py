"""The dbt project as code: where it lies, and its fingerprint."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"
WIRE_SERVICES = PROJECT.parent / "pipelines" / "ingest" / "wire_services.csv"  # one list for ingest and a rule
ROLE_NOUNS = (
    PROJECT.parent / "pipelines" / "annotate" / "lexicon" / "role_nouns.csv"
)  # one list for the reader and a mart
INPUTS = ("dbt_project.yml", "profiles.yml", "models/**/*", "macros/**/*", "tests/**/*", "seeds/**/*")
PARSED_FORM = "2"  # of what `invocation.parse` leaves: since 2 with the SQL of the generic tests
DISTRIBUTIONS = ("whosaid", "dbt-core", "dbt-duckdb", "duckdb")


@cache  # files of an installed project do not change while a program runs
def fingerprint() -> str:
    """Return 16 hex digits over every file that the project is built of, and the versions of what builds it."""
    digest = hashlib.sha256(PARSED_FORM.encode())
    for name in DISTRIBUTIONS:
        digest.update(f"{name}=={version(name)}\n".encode())
    for path in sorted({path for pattern in INPUTS for path in PROJECT.glob(pattern) if path.is_file()}):
        digest.update(f"{path.relative_to(PROJECT).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for table in (WIRE_SERVICES, ROLE_NOUNS):
        digest.update(table.read_bytes())
    return digest.hexdigest()[:16]
