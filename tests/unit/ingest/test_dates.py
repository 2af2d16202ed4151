"""Printed dates to UTC."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.dates import find_date, parse_date


@pytest.mark.parametrize(
    ("printed", "at"),
    [
        ("2017-09-15T17:52:11.123+08:00", datetime(2017, 9, 15, 9, 52, 11)),
        ("2017-09-15 17:52", datetime(2017, 9, 15, 17, 52)),
        ("Fri, 15 Sep 2017 17:52:00 GMT", datetime(2017, 9, 15, 17, 52)),
        ("Fri, 15 Sep 17 17:52:00 +0800", datetime(2017, 9, 15, 9, 52)),
        ("Mon Dec 03 12:00:00 2018", datetime(2018, 12, 3, 12)),
        ("26-FEB-1987 15:01:01.79", datetime(1987, 2, 26, 15, 1, 1)),
        ("Mar. 3, 2017, 5:30 p.m. EST", datetime(2017, 3, 3, 22, 30)),
        ("Published 5:30 PM UTC, Sept. 3, 2018", datetime(2018, 9, 3, 17, 30)),
        ("20170915T175200Z", datetime(2017, 9, 15, 17, 52)),
        ("1505497920", datetime(2017, 9, 15, 17, 52)),
        ("1505497920000", datetime(2017, 9, 15, 17, 52)),
    ],
)
def test_a_date_with_a_time_is_read_to_the_second(printed: str, at: datetime) -> None:
    moment = parse_date(printed)
    assert moment is not None
    assert (moment.at, moment.precision) == (at.replace(tzinfo=UTC), "second")


@pytest.mark.parametrize(
    "printed",
    [
        "2017-09-15",
        "September 15, 2017",
        "15th of September 2017",
        "Updated: 15 Sep 2017",
        "15/09/2017",
        "2017/9/15",
        "20170915",
    ],
)
def test_a_date_without_a_time_keeps_the_day_alone(printed: str) -> None:
    moment = parse_date(printed)
    assert moment is not None
    assert (moment.at, moment.precision) == (datetime(2017, 9, 15, tzinfo=UTC), "day")


@pytest.mark.parametrize("printed", ["2017-09-15T00:00:00", "Fri, 15 Sep 2017 09:30 IST"])
def test_an_empty_time_and_a_zone_of_three_countries_keep_the_day_alone(printed: str) -> None:
    moment = parse_date(printed)
    assert moment is not None
    assert (moment.at, moment.precision) == (datetime(2017, 9, 15, tzinfo=UTC), "day")


@pytest.mark.parametrize(
    "printed",
    [
        "2017-02-31",
        "31 June 2017",
        "03/04/2017",
        "0000-00-00",
        "0001-01-01T00:00:00Z",
        "2017",
        "12345678",
        "soon",
        "9999-12-31T23:59:59-14:00",
        "²²²²²²²",
    ],
)
def test_what_no_calendar_has_or_two_countries_read_differently_is_none(printed: str) -> None:
    assert parse_date(printed) is None


def test_a_date_is_found_among_other_words_of_a_short_line() -> None:
    moment = find_date("Tarn Agency | Updated: 2017-09-15 17:52")
    assert moment is not None
    assert moment.at == datetime(2017, 9, 15, 17, 52, tzinfo=UTC)


@given(st.text(max_size=130))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.at.tzinfo is UTC


@given(
    st.datetimes(min_value=datetime(1600, 1, 2), max_value=datetime(2100, 12, 30)),
    st.sampled_from(["Z", "+05:30", "-0800"]),
)
def test_every_iso_time_is_read_as_python_reads_it(at: datetime, zone: str) -> None:
    printed = at.replace(microsecond=0).isoformat() + zone
    moment = parse_date(printed)
    assert moment is not None
    assert moment.at == datetime.fromisoformat(printed)
