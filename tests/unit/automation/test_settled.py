"""When the sensor starts a run."""

from pipelines.automation.settled import look

SECOND = 1_000_000_000
NOW = 1_000_000 * SECOND
OLD = NOW - 60 * SECOND


def seen(new: dict[str, tuple[int, int]], cursor: str | None = None) -> tuple[bool, str]:
    found = look(new, cursor, now_ns=NOW, settle_seconds=30)
    return found.starts_run, found.cursor


def test_nothing_new_starts_nothing() -> None:
    assert not seen({})[0]


def test_files_unchanged_between_two_looks_start_a_run() -> None:
    new = {"a.txt": (10, OLD)}
    starts, cursor = seen(new)
    assert not starts, "seen once only"
    assert seen(new, cursor)[0]


def test_a_file_that_grew_between_two_looks_waits() -> None:
    _, cursor = seen({"a.txt": (10, OLD)})
    assert not seen({"a.txt": (20, OLD)}, cursor)[0]


def test_a_file_written_a_moment_ago_waits_though_it_has_not_changed() -> None:
    new = {"a.txt": (10, NOW - 5 * SECOND)}
    _, cursor = seen(new)
    assert not seen(new, cursor)[0]


def test_while_one_file_is_copied_in_none_is_read() -> None:
    settled = {"a.txt": (10, OLD)}
    _, cursor = seen(settled)
    assert not seen({**settled, "b.txt": (1, NOW)}, cursor)[0]


def test_the_same_files_in_the_same_state_have_the_same_run_key() -> None:
    assert seen({"a": (1, OLD), "b": (2, OLD)})[1] == seen({"b": (2, OLD), "a": (1, OLD)})[1]
    assert seen({"a": (1, OLD)})[1] != seen({"a": (2, OLD)})[1]


def test_a_time_in_the_future_keeps_no_file_out_for_ever() -> None:
    new = {"a.txt": (10, NOW + 3600 * SECOND)}
    _, cursor = seen(new)
    assert seen(new, cursor)[0]
