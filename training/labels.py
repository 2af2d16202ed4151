"""Who said what, as read by careful readers: the labels that the speaker ranker and the cue classes learn from.

Two places: `train/news_labels/labels.jsonl` in the shared folder, with texts, and `training/labels/*.jsonl` here,
stand-off: article id, digest of the text, offsets. The text of those is found by its id in the shared folder; a text
with another digest is refused.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines.ingest.ingest import IngestSettings, ingest
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder

STAND_OFF = Path(__file__).parent / "labels"
FIRST_READING = 1


@dataclass(frozen=True)
class LabelledArticle:
    """One article with its attributions; offsets are characters of `text`. A partial one judges no other words."""

    article_id: str
    outlet: str
    text: str
    attributions: Sequence[Mapping[str, Any]]
    is_partial: bool = False


def read_labels(shared: Path, stand_off: Path = STAND_OFF) -> list[LabelledArticle]:
    """Return all labelled articles, each once: of two readings of an article the first."""
    found = {article.article_id: article for article in _with_texts(shared / "train/news_labels/labels.jsonl")}
    for article in _stand_off(shared, stand_off):
        found.setdefault(article.article_id, article)
    return list(found.values())


def _with_texts(path: Path) -> Iterator[LabelledArticle]:
    for row in _rows(path):
        yield LabelledArticle(row["article_id"], row["outlet"], row["text"], row["attributions"])


def _stand_off(shared: Path, folder: Path) -> Iterator[LabelledArticle]:
    for path in sorted(folder.glob("*.jsonl")):
        for row in _rows(path):
            if row["reading"] != FIRST_READING:
                continue
            text = _texts(shared, row["set"]).get(row["article_id"])
            if text is None:
                raise SystemExit(f"{path}: no text of {row['article_id']} below {shared}")
            if hashlib.sha256(text.encode()).hexdigest() != row["text_sha256"]:
                raise SystemExit(f"{path}: the text of {row['article_id']} is not the one that was read")
            yield LabelledArticle(row["article_id"], row["outlet"], text, row["attributions"])


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@cache
def _texts(shared: Path, name: str) -> Mapping[str, str]:
    """Return the texts of one set by article id."""
    if name == "polnear":
        rows = pq.read_table(shared / "train/polnear/articles.parquet", columns=["article_id", "text"]).to_pylist()
        return {row["article_id"]: row["text"] for row in rows}
    with tempfile.TemporaryDirectory(prefix="whosaid-") as folder:
        data = DataFolder(Path(folder))
        how = IngestSettings(workers=1)
        ingest([(shared / "real/news_events/articles.jsonl").absolute()], data, batch_id="0", settings=how)
        files = Lake(data.lake).files("articles")
        rows = [row for file in files for row in pq.read_table(file, columns=["article_id", "text"]).to_pylist()]
    return {row["article_id"]: row["text"] for row in rows}
