"""Tombstones: articles that were forgotten, so that they do not come back. They stand in the lake's checkpoint.

A tombstone holds no word of the article: its identity, the raw files that it came from, and digests of its texts, by
which it is known again under another address or name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One article that was forgotten, by whom and why."""

    article_id: str
    paths: tuple[str, ...]  # raw files that held nothing else
    text_sha256s: tuple[str, ...]
    by: str
    why: str
    forgotten_at: str

    def to_json(self) -> dict[str, Any]:
        """Return the form in which a checkpoint holds it."""
        return asdict(self)


class Forgotten:
    """All tombstones of a lake."""

    def __init__(self, tombstones: Iterable[Mapping[str, Any]] = ()) -> None:
        """Read them as a checkpoint holds them."""
        found = [Tombstone(**{name: _fixed(value) for name, value in one.items()}) for one in tombstones]
        self.tombstones = found
        self.article_ids = frozenset(one.article_id for one in found)
        self._paths = frozenset(path for one in found for path in one.paths)
        self._texts = frozenset(text for one in found for text in one.text_sha256s)

    def holds(self, *, path: str, article_ids: Iterable[str], text_sha256: str) -> bool:
        """Return True where a record is one of them: by its file, by an identity that it claims, or by its text."""
        return path in self._paths or text_sha256 in self._texts or not self.article_ids.isdisjoint(article_ids)


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
