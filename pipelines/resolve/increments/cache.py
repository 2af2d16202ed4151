"""What a resolver knows, kept between runs in Arrow files beside the build: a cache of the lake, never the truth.

Each file names the lake's files or commits that it was made from. Files that are missing, broken, of another shape or
not all of one making are no cache, and their owner reads the lake instead.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

SOURCES = b"whosaid.sources"
MOST_CHUNKS = 16  # of a column; each run that adds to a table leaves one more


@dataclass(frozen=True, slots=True)
class Kept:
    """Tables by name, and what they were made from."""

    tables: dict[str, pa.Table]
    sources: list[str]


def load_tables(folder: Path, schemas: Mapping[str, pa.Schema]) -> Kept | None:
    """Return the tables kept in `folder`, mapped into memory; None where they are no cache."""
    tables: dict[str, pa.Table] = {}
    stated: set[bytes] = set()
    for name, schema in schemas.items():
        try:
            with pa.memory_map(str(folder / f"{name}.arrow")) as source:
                table = pa.ipc.open_file(source).read_all()
        except (FileNotFoundError, pa.ArrowInvalid):
            return None
        stated.add((table.schema.metadata or {}).get(SOURCES, b""))
        if not table.schema.remove_metadata().equals(schema):
            return None
        tables[name] = table.replace_schema_metadata(None)
    if len(stated) != 1 or not (made_from := stated.pop()):
        return None
    return Kept(tables, json.loads(made_from))


def save_tables(folder: Path, tables: Mapping[str, pa.Table], *, sources: Sequence[str]) -> None:
    """Keep `tables`, made from `sources`, in place of what was kept; what is mapped into memory stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        path = folder / f"{name}.arrow"
        stated = _in_few_chunks(table).replace_schema_metadata({SOURCES: json.dumps(list(sources)).encode()})
        with pa.OSFile(str(path.with_suffix(".tmp")), "wb") as sink, pa.ipc.new_file(sink, stated.schema) as writer:
            writer.write_table(stated)
        path.with_suffix(".tmp").replace(path)


def _in_few_chunks(table: pa.Table) -> pa.Table:
    return table.combine_chunks() if table.column(0).num_chunks > MOST_CHUNKS else table
