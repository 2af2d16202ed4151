"""When the sensor starts a run."""

from itertools import pairwise

from pipelines.automation.settled import FIRST_PAUSE, LONGEST_PAUSE, look

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


def test_the_same_files_in_the_same_state_have_the_same_cursor() -> None:
    assert seen({"a": (1, OLD), "b": (2, OLD)})[1] == seen({"b": (2, OLD), "a": (1, OLD)})[1]
    assert seen({"a": (1, OLD)})[1] != seen({"a": (2, OLD)})[1]


def test_work_that_waits_in_the_lake_starts_a_run_without_any_file() -> None:
    first = look({}, None, now_ns=NOW, settle_seconds=30, in_lake=["articles to annotate"])
    assert not first.starts_run, "a run may be at it"
    assert look({}, first.cursor, now_ns=NOW, settle_seconds=30, in_lake=["articles to annotate"]).starts_run


def starts_of(new: dict[str, tuple[int, int]], *, hours: int) -> list[int]:
    """Return the seconds at which a sensor that looks every half minute starts runs that never get it done."""
    cursor, starts = None, []
    for seconds in range(0, hours * 3600, 30):
        found = look(new, cursor, now_ns=NOW + seconds * SECOND, settle_seconds=30)
        cursor = found.cursor
        starts += [seconds] if found.starts_run else []
    return starts


def test_files_whose_run_failed_are_tried_again_after_pauses_that_grow_to_an_hour() -> None:
    starts = starts_of({"a.txt": (10, OLD)}, hours=12)
    pauses = [later - earlier for earlier, later in pairwise(starts)]
    assert pauses[:4] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE, 8 * FIRST_PAUSE]
    assert pauses == sorted(pauses) and pauses[-1] == LONGEST_PAUSE


def test_a_change_of_what_waits_is_tried_at_once_again() -> None:
    new = {"a.txt": (10, OLD)}
    _, cursor = seen(new)
    failed = look(new, cursor, now_ns=NOW, settle_seconds=30)
    assert failed.starts_run
    edited = {"a.txt": (11, OLD)}
    _, cursor = seen(edited, failed.cursor)
    assert seen(edited, cursor)[0]


def test_a_cursor_of_another_version_is_as_good_as_none() -> None:
    for cursor in ("0123456789abcdef", "[1]", '{"other": 1}'):
        assert not seen({"a.txt": (10, OLD)}, cursor)[0]


def test_a_time_in_the_future_keeps_no_file_out_for_ever() -> None:
    new = {"a.txt": (10, NOW + 3600 * SECOND)}
    _, cursor = seen(new)
    assert seen(new, cursor)[0]
