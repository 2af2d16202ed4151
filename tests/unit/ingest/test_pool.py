"""The pool of reading processes, and what it makes of those that die."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.ingest import pool as pool_module
from pipelines.ingest.pool import Chunk, Pool, WorkerStartError
from pipelines.ingest.reading_settings import ReadingSettings
from pipelines.ingest.record import RawRecord, SourceFile
from pipelines.records import Rejected

SOURCE = SourceFile("a.jsonl", 1, 1)


class Deed:
    """A payload that does something to the process that receives it."""

    def __init__(self, *deed: Any) -> None:
        self.deed = deed

    def __reduce__(self) -> Any:
        return self.deed[0], self.deed[1:]


def _record(number: int) -> RawRecord:
    text = f"The council voted on item {number}, and its chair spoke about it at length."
    return RawRecord(SOURCE, "json", {"title": f"Item {number}", "text": text}, number)


def _deadly(number: int, *deed: Any) -> RawRecord:
    return RawRecord(SOURCE, "json", {"text": Deed(*deed)}, number)


def _chunks(contents: list[RawRecord | Rejected], size: int) -> Iterator[Chunk[int]]:
    for start in range(0, len(contents), size):
        chunk: Chunk[int] = Chunk()
        for label in range(start, min(start + size, len(contents))):
            chunk.add(label, contents[label])
        yield chunk


def _results(contents: list[RawRecord | Rejected], *, size: int = 4, workers: int = 2, **settings: float) -> list[str]:
    with Pool[int](workers, ReadingSettings(), **settings) as pool:
        results = list(pool.results(_chunks(contents, size)))
    assert [label for label, _ in results] == list(range(len(contents))), "in order, none lost"
    return [result.reason_code if isinstance(result, Rejected) else result.fields["title"] for _, result in results]


def test_results_come_in_order_with_rejections_in_their_places() -> None:
    contents: list[RawRecord | Rejected] = [_record(number) for number in range(40)]
    contents[0] = contents[5] = contents[39] = Rejected("too_large", "")
    expected = [f"Item {number}" for number in range(40)]
    expected[0] = expected[5] = expected[39] = "too_large"
    assert _results(contents) == expected


def test_a_record_that_kills_its_process_is_rejected_alone() -> None:
    contents: list[RawRecord | Rejected] = [_record(number) for number in range(10)]
    contents[2] = _deadly(2, os._exit, 3)
    contents[9] = _deadly(9, os.abort)
    expected = [f"Item {number}" for number in range(10)]
    expected[2] = expected[9] = "extractor_failed"
    assert _results(contents) == expected


def test_a_record_that_never_ends_is_rejected_alone() -> None:
    contents: list[RawRecord | Rejected] = [_record(0), _deadly(1, time.sleep, 600), _record(2)]
    assert _results(contents, size=1, seconds_per_record=30) == ["Item 0", "extractor_failed", "Item 2"]


def test_a_record_is_read_though_its_worker_died_while_it_was_idle() -> None:
    with Pool[int](1, ReadingSettings()) as pool:
        [(_, first)] = pool.results(_chunks([_record(0)], 1))
        [worker] = pool._workers
        worker.process.kill()
        worker.process.wait()
        [(_, second)] = pool.results(_chunks([_record(1)], 1))
    assert not isinstance(first, Rejected)
    assert not isinstance(second, Rejected)


def test_a_record_whose_worker_the_system_killed_once_is_read_by_the_next(tmp_path: Path) -> None:
    text = "The council voted, and its chair spoke about it at length."
    dies_once = f"open({str(tmp_path / 'died')!r}, 'x').close() or __import__('os').kill(__import__('os').getpid(), 9)"
    code = f"{text!r} if __import__('os').path.exists({str(tmp_path / 'died')!r}) else {dies_once}"
    contents = [RawRecord(SOURCE, "json", {"title": "Item 1", "text": Deed(eval, code)}, 1)]
    assert _results(contents, size=1) == ["Item 1"]


def test_nothing_is_imported_out_of_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "csv.py").write_text("raise SystemExit(3)")
    (tmp_path / "pipelines").mkdir()
    (tmp_path / "pipelines" / "__init__.py").write_text("raise SystemExit(4)")
    monkeypatch.chdir(tmp_path)
    assert _results([_record(0)]) == ["Item 0"]


def test_an_error_in_a_reader_is_told_with_its_name() -> None:
    with Pool[int](1, ReadingSettings()) as pool:
        [(_, result)] = pool.results(_chunks([RawRecord(SOURCE, "no such format", b"")], 1))
    assert result == Rejected("reader_failed", "KeyError: 'no such format'")


def test_workers_that_cannot_start_end_the_batch() -> None:
    with (
        pytest.raises(WorkerStartError, match="status 7"),
        Pool[int](1, ReadingSettings(), program="raise SystemExit(7)") as pool,
    ):
        list(pool.results(_chunks([_record(0)], 1)))


def test_no_process_is_started_for_rejections_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module.subprocess, "Popen", None)
    assert _results([Rejected("empty_file", "")] * 9) == ["empty_file"] * 9


def test_workers_that_never_start_are_told_by_the_time_that_they_were_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "START_SECONDS", 0.2)
    with (
        pytest.raises(WorkerStartError, match=r"took longer than 0\.2 s before its first record"),
        Pool[int](1, ReadingSettings(), program="import time; time.sleep(600)") as pool,
    ):
        list(pool.results(_chunks([_record(0)], 1)))
