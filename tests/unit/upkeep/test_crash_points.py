"""Upkeep that is killed at any of its steps is done again, and then nothing is lost or half done."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from pipelines.upkeep.check import check_lake
from pipelines.upkeep.compact import compact
from pipelines.upkeep.forget import forget
from pipelines.upkeep.repair import repair_lake
from tests.unit.upkeep.conftest import everything

NOW = datetime(2026, 3, 3, tzinfo=UTC)
STEPS = ((pq, "write_table"), (Path, "replace"), (Path, "unlink"))  # what changes something on disk


class Killed(BaseException):
    """The process ends here."""


@contextmanager
def told(steps: list[str], *, dying_at: int | None = None) -> Iterator[None]:
    """Tell the steps of the block, and raise before the one of that number."""

    def before(name: str, step: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*args: object, **kwargs: object) -> object:
            if len(steps) == dying_at:
                raise Killed
            steps.append(name)
            return step(*args, **kwargs)

        return wrapped

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in STEPS:
            patch.setattr(owner, name, before(name, getattr(owner, name)))
        yield


def ends_of_stretches(steps: list[str]) -> list[int]:
    """Return the numbers of the steps that are the first or the last of several alike."""
    last = len(steps) - 1
    return [no for no, step in enumerate(steps) if no in (0, last) or not steps[no - 1] == step == steps[no + 1]]


def damage(data: DataFolder) -> None:
    lake = Lake(data.lake)
    files = [lake.files("articles")[0], lake.files("utterances")[1], lake.manifests / "b004.annotate.00000.json"]
    for path in files:
        path.write_bytes(path.read_bytes()[:60])


def spoil_nothing(data: DataFolder) -> None: ...


DEEDS: Mapping[str, tuple[Callable[[DataFolder], object], Callable[[DataFolder], object]]] = {
    "forget": (
        spoil_nothing,
        lambda data: forget(data, "a1", by="Desk", why="court order 7", batch_id="b006", now=NOW),
    ),
    "repair": (damage, lambda data: repair_lake(data, now=NOW)),
    "compact": (spoil_nothing, lambda data: compact(Lake(data.lake), batch_id="b006", now=NOW, batches_before=0)),
}


@pytest.mark.parametrize("name", DEEDS)
def test_what_was_killed_is_done_again_and_ends_as_if_it_had_not_been(data: DataFolder, name: str) -> None:
    prepare, deed = DEEDS[name]
    prepare(data)

    def copy() -> DataFolder:
        other = DataFolder(data.root.with_name("other"))
        shutil.rmtree(other.root, ignore_errors=True)
        shutil.copytree(data.root, other.root)
        return other

    whole, steps = copy(), list[str]()
    with told(steps):
        deed(whole)
    wanted, tombstones = everything(Lake(whole.lake)), Lake(whole.lake).forgotten().tombstones
    assert len(steps) > 3, "there are no steps to kill it at"
    for number in ends_of_stretches(steps):
        killed = copy()
        with pytest.raises(Killed), told([], dying_at=number):
            deed(killed)
        lake = Lake(killed.lake)
        deed(killed)
        lake.sweep()  # as the next run does
        assert check_lake(lake).damages == []
        assert everything(lake) == wanted, f"killed before step {number}, {steps[number]}"
        assert lake.forgotten().tombstones == tombstones
