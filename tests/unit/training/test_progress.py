"""A training run counts what it has done, ends where it should, and leaves only files that it can go on from."""

import json
from pathlib import Path
from typing import Any

import pytest

from training.progress import Progress, write_in_order


def test_the_last_batch_of_an_epoch_ends_it() -> None:
    progress = Progress()
    for _ in range(5):
        progress.count_batch(3)
    assert progress == Progress(epoch=1, batch=2, step=5)


@pytest.mark.parametrize(
    ("step", "most_steps", "is_over"),
    [(19, 20, False), (20, 20, True), (30, 20, True), (0, 0, True), (30, None, False)],
)
def test_a_run_is_over_at_its_last_step_and_past_it(step: int, most_steps: int | None, is_over: bool) -> None:
    assert Progress(epoch=1, step=step).is_over(epochs=5, most_steps=most_steps) is is_over


@pytest.mark.parametrize(("epoch", "is_over"), [(4, False), (5, True), (6, True)])
def test_a_run_is_over_after_its_epochs(epoch: int, is_over: bool) -> None:
    assert Progress(epoch=epoch).is_over(epochs=5, most_steps=None) is is_over


def write_json(content: Any, path: Path) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def test_files_are_written_whole_under_their_names(tmp_path: Path) -> None:
    write_in_order(tmp_path, {"average": 1, "last": 2}, write_json)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"average": "1", "last": "2"}


def test_a_break_leaves_what_came_before_and_the_old_content_of_the_rest(tmp_path: Path) -> None:
    write_in_order(tmp_path, {"last": "old"}, write_json)
    with pytest.raises(TypeError):
        write_in_order(tmp_path, {"average": 1, "last": {2}}, write_json)  # a set is no JSON: writing breaks there
    assert json.loads((tmp_path / "average").read_text(encoding="utf-8")) == 1
    assert json.loads((tmp_path / "last").read_text(encoding="utf-8")) == "old"
