"""Sidecars: `NAME.json` or `NAME.txt.json` beside `NAME.txt` (or .md), which says what the text itself does not.

A JSON file is a sidecar only where its text exists beside it, it is one object, and it holds no article of its own. A
sidecar has no row in `ingest_outcomes`: it is part of its text, whose modification time is the later of the two.
"""

from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

import orjson

from pipelines.ingest.fields import DEFAULT_MAPPING, read_fields
from pipelines.ingest.limits import MAX_SIDECAR_BYTES

TEXT_SUFFIXES = (".txt", ".text", ".md", ".markdown")

Sidecar = tuple[str, dict[str, object]]


def find_sidecars(names: Iterable[str], folder: Path) -> dict[str, Sidecar]:
    """Return text name -> (sidecar's name, its content) for the files `names` of one folder."""

    def read(name: str) -> bytes:
        with (folder / name).open("rb") as stream:
            return stream.read(MAX_SIDECAR_BYTES + 1)

    return pair_sidecars(names, read)


def pair_sidecars(names: Iterable[str], read: Callable[[str], bytes]) -> dict[str, Sidecar]:
    """Return text name -> (sidecar's name, its content); `read` gives at most `MAX_SIDECAR_BYTES` + 1 bytes of one."""
    present = list(names)
    documents = {name for name in present if name.lower().endswith(".json")}
    if not documents:
        return {}
    pairs = {}
    for name in present:
        path = PurePosixPath(name)
        if path.suffix.lower() not in TEXT_SUFFIXES:
            continue
        for candidate in (f"{name}.json", str(path.with_suffix(".json"))):
            content = _content(candidate, read) if candidate in documents else None
            if content is not None:
                pairs[name] = (candidate, content)
                break
    return pairs


def _content(name: str, read: Callable[[str], bytes]) -> dict[str, object] | None:
    try:
        data = read(name)
        content = orjson.loads(data) if len(data) <= MAX_SIDECAR_BYTES else None
    except (OSError, orjson.JSONDecodeError):
        return None
    if not isinstance(content, dict):
        return None
    fields = read_fields(content, DEFAULT_MAPPING, origin="sidecar")
    return content if not fields.body and (fields.stated or fields.authors) else None
