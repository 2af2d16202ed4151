"""Speaker keys: what two spellings of one speaker's name have in common.

They stand in until entities are resolved: good enough to weigh evidence, not to name a person.
"""

import re

from pipelines.resolve.arrow.columns import Column, names_of


def speaker_keys(speakers: Column) -> list[str | None]:
    """Return for each name the consonants of its last word, doubles taken once."""
    keys = {name: _speaker_key(name) for name in names_of(speakers)}
    return [None if name is None else keys[str(name)] for name in speakers.to_pylist()]


def _speaker_key(name: str) -> str | None:
    words = re.findall(r"[^\W\d_]+", name.casefold())
    if not words:
        return None
    last = words[-1] if words[-1] not in ("jr", "sr", "ii", "iii") or len(words) == 1 else words[-2] + words[-1]
    skeleton = re.sub(r"(.)\1+", r"\1", last[0] + re.sub(r"[aeiouyjh]", "", last[1:]))
    return skeleton if len(skeleton) > 1 else last
