"""The queries of this package, one file each."""

from functools import cache
from pathlib import Path


@cache
def read_sql(name: str) -> str:
    """Return the query in `<name>.sql`."""
    return (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
