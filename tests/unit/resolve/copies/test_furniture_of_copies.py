"""What an outlet prints under every article makes no copies of them."""

from pathlib import Path

from lake_samples import Story, ingest

from pipelines.lake import Lake
from pipelines.resolve.copies.stage import resolve_pending_copies

FORM = (
    "Sign up for our newsletter and read the news of the harbour, the ferries and the fish market before anybody else"
    " does, every morning at six, free of charge and without any obligation whatever."
)
SHARED = (
    "Workers found a chest of letters under the floor of the customs house on Monday, sealed with black wax and bearing"
    " the mark of a shipping company that closed long ago, and a clerk carried it to the town archive."
)


def _stories(shared: str) -> list[Story]:
    names = ("amber", "birch", "cedar", "dogwood")
    own = "The {0} council met in the {0} hall and voted on the {0} pier after a storm had broken its {0} rail. " * 3
    return [Story(f"{name}{len(shared)}", f"News of {name}\n{own.format(name)}\n{shared}") for name in names]


def _pairs(folder: Path, stories: list[Story]) -> int:
    lake = Lake(folder / "lake")
    ingest(lake, "b1", stories)
    resolve_pending_copies(lake, folder / "cache", batch_id="b1")
    return lake.read("article_copies").num_rows


def test_a_form_under_every_article_is_no_copy_and_a_passage_of_two_is(tmp_path: Path) -> None:
    assert _pairs(tmp_path / "form", _stories(FORM)) == 0
    assert _pairs(tmp_path / "passage", _stories(SHARED)[:2]) == 1
