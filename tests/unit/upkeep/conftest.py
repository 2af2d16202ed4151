"""Lakes of several batches, and all that they hold."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipelines.lake import Lake
from pipelines.records import TABLES
from pipelines.resources.data_folder import DataFolder
from tests.lake_samples import Said, Story, annotate, ingest, outcome_row, resolve

BATCHES = 6


@pytest.fixture(scope="session")
def grown(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A lake of six batches, b001 to b006; not to be written to."""
    data = DataFolder(tmp_path_factory.mktemp("grown") / "data")
    for number in range(1, BATCHES + 1):
        add_batch(Lake(data.lake), number)
    return data


@pytest.fixture
def data(grown: DataFolder, tmp_path: Path) -> DataFolder:
    """A copy of `grown` that a test may write to."""
    shutil.copytree(grown.root, tmp_path / "data")
    return DataFolder(tmp_path / "data")


@pytest.fixture
def lake(data: DataFolder) -> Lake:
    """The lake of `data`: six batches, seven articles, of which two have a second revision."""
    return Lake(data.lake)


def story(number: int, *, speaker: str = "Odo Fenn", revision: int = 1) -> Story:
    """One of several articles that quote one another's words."""
    words = f"Pier number {number // 2} will be closed again this winter," if revision == 1 else "It stays open now,"
    text = f'Pier {number} in the news\n"{words}" said {speaker}.\nThe harbour of town {number} is old.'
    outlet, domain = f"Paper {number % 3}", f"paper{number % 3}.example"
    return Story(f"a{number}", text, [Said(words, speaker)], revision, outlet, domain)


def add_batch(lake: Lake, number: int, *, reader_version: str = "r1") -> None:
    """Commit batch `number`: an article, its annotation and what resolving makes of it; every third a revision too."""
    batch_id = f"b{number:03d}"
    stories = [story(number)]
    if number % 3 == 0 and number > 1:
        stories.append(story(number - 1, speaker="Lia Tarn", revision=2))
    rejected = {"path": f"x{number}.bin", "outcome": "rejected", "reason_code": "binary"}
    ingest(lake, batch_id, stories, [rejected])
    annotate(lake, batch_id, stories, reader_version=reader_version)
    resolve(lake, batch_id)


def add_outcomes_alone(lake: Lake, batch_id: str) -> None:
    """Commit a batch that brought no article."""
    with lake.commit(stage="ingest", batch_id=batch_id, versions={"ingest": "1"}) as writer:
        writer.add("ingest_outcomes", [outcome_row(batch_id, path="a1.txt", outcome="unchanged", article_id="a1")])


def everything(lake: Lake) -> Mapping[str, list[dict[str, Any]]]:
    """Return all rows of all tables, in the order in which the lake gives them."""
    return {name: lake.read(name).to_pylist() for name in TABLES}
