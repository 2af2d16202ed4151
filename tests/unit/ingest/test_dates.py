"""Printed dates to UTC."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.dates import Assumed, Moment, find_date, parse_date


@pytest.mark.parametrize(
    ("printed", "at"),
    [
        ("2017-09-15T17:52:11.123+08:00", datetime(2017, 9, 15, 9, 52, 11)),
        ("2017-09-15 17:52Z", datetime(2017, 9, 15, 17, 52)),
        ("Fri, 15 Sep 2017 17:52:00 GMT", datetime(2017, 9, 15, 17, 52)),
        ("Fri, 15 Sep 17 17:52:00 +0800", datetime(2017, 9, 15, 9, 52)),
        ("Mon Dec 03 12:00:00 UTC 2018", datetime(2018, 12, 3, 12)),
        ("26-FEB-1987 15:01:01.79 GMT", datetime(1987, 2, 26, 15, 1, 1)),
        ("Mar. 3, 2017, 5:30 p.m. EST", datetime(2017, 3, 3, 22, 30)),
        ("Published 5:30 PM UTC, Sept. 3, 2018", datetime(2018, 9, 3, 17, 30)),
        ("20170915T175200Z", datetime(2017, 9, 15, 17, 52)),
        ("1505497920", datetime(2017, 9, 15, 17, 52)),
        ("1505497920000", datetime(2017, 9, 15, 17, 52)),
        ("1505497920000000", datetime(2017, 9, 15, 17, 52)),
        ("1505497920000000000", datetime(2017, 9, 15, 17, 52)),
        ("1.50549792e+09", datetime(2017, 9, 15, 17, 52)),
        ("1.50549792e+12", datetime(2017, 9, 15, 17, 52)),
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


@pytest.mark.parametrize(
    ("printed", "at"),
    [
        ("sab, 07 gen 2023 21:44:32 +0100", datetime(2023, 1, 7, 20, 44, 32)),
        ("Mo, 25 Juni 2018 11:41:36 +0200", datetime(2018, 6, 25, 9, 41, 36)),
        ("Di, 05 Dez 2023 09:00:00 +0100", datetime(2023, 12, 5, 8)),
        ("lun., 2 déc. 2024 09:00:00 +0100", datetime(2024, 12, 2, 8)),
        ("mar, 07 may 2024 09:00:00 +0200", datetime(2024, 5, 7, 7)),
        ("ke, 30 lok 2013 11:34:37 +0000", datetime(2013, 10, 30, 11, 34, 37)),
        ("Вт, 05 мар 2024 09:00:00 +0300", datetime(2024, 3, 5, 6)),
        ("14 de marzo de 2024 a las 10:30 UTC", datetime(2024, 3, 14, 10, 30)),
        ("2024年3月14日 22:30 +0900", datetime(2024, 3, 14, 13, 30)),
        ("Tue Mar 05 2024 09:00:00 GMT+0100 (Central European Standard Time)", datetime(2024, 3, 5, 8)),
        ("2024-03-05T09:00:00+01:00[Europe/Berlin]", datetime(2024, 3, 5, 8)),
        ("2024-03-05T09:00:00[Europe/Berlin]", datetime(2024, 3, 5, 8)),
        ("Tue, 5 Mar 2024 09:00 GMT+1", datetime(2024, 3, 5, 8)),
        ("H, 04 márc. 2024 10:30:00 +0100", datetime(2024, 3, 4, 9, 30)),
        ("월, 04 3월 2024 10:30:00 +0900", datetime(2024, 3, 4, 1, 30)),
        ("周一, 04 3月 2024 10:30:00 +0800", datetime(2024, 3, 4, 2, 30)),
        ("lun, 04/mar/2024 10:30 +0100", datetime(2024, 3, 4, 9, 30)),
        ("So., 1. Dez. 2024 09:00 Uhr MEZ", datetime(2024, 12, 1, 8)),
        ("Publié le 4 mars 2024 à 10:30 GMT", datetime(2024, 3, 4, 10, 30)),
        ("1584201900000.0", datetime(2020, 3, 14, 16, 5)),
    ],
)
def test_dates_of_other_languages_and_programs_are_read(printed: str, at: datetime) -> None:
    moment = parse_date(printed)
    assert moment is not None
    assert (moment.at, moment.precision) == (at.replace(tzinfo=UTC), "second")


@pytest.mark.parametrize(
    "printed",
    [
        *("12 août 2023", "12. August 2023", "sábado, 12 de agosto de 2023", "12 Ağustos 2023 Cumartesi"),
        *("2023. augusztus 12.", "2023.08.12.", "12 अगस्त 2023", "2023 m. rugpjūčio 12 d.", "12. kolovoza 2023."),
        *("12 tháng 8 năm 2023", "ngày 12 tháng 8, 2023", "2023年8月12日(土)", "2023년 8월 12일 토요일"),
    ],
)
def test_a_day_is_read_in_other_languages(printed: str) -> None:
    moment = parse_date(printed)
    assert moment is not None
    assert (moment.at, moment.precision) == (datetime(2023, 8, 12, tzinfo=UTC), "day")


@pytest.mark.parametrize("printed", ["3 listopad 2024", "5 xyz 2024", "Version 12.3.2024b"])
def test_a_month_that_could_be_two_is_none(printed: str) -> None:
    assert parse_date(printed) is None


@pytest.mark.parametrize(
    "printed", ["14.07.2024, 22:30 Uhr", "2024-07-14T22:30:00", "14 July 2024 22:30", "14/07/2024 22:30"]
)
def test_a_time_without_a_zone_is_of_the_zone_assumed_or_local(printed: str) -> None:
    assert parse_date(printed) == Moment(datetime(2024, 7, 14, 22, 30, tzinfo=UTC), "local")
    berlin = parse_date(printed, Assumed("Europe/Berlin"))
    assert berlin == Moment(datetime(2024, 7, 14, 20, 30, tzinfo=UTC), "second")


def test_the_order_of_day_and_month_is_the_one_assumed_where_both_could_be() -> None:
    assert parse_date("05/03/2024") is None
    assert parse_date("05/03/2024", Assumed(day_first=True)) == Moment(datetime(2024, 3, 5, tzinfo=UTC), "day")
    assert parse_date("05/03/2024", Assumed(day_first=False)) == Moment(datetime(2024, 5, 3, tzinfo=UTC), "day")
    assert parse_date("25/03/2024", Assumed(day_first=False)) == Moment(datetime(2024, 3, 25, tzinfo=UTC), "day")


def test_half_a_day_is_read_in_korean_and_japanese() -> None:
    at = Moment(datetime(2023, 8, 12, 20, 30, tzinfo=UTC), "local")
    assert [parse_date("2023년 8월 12일 오후 8:30"), parse_date("2023年8月12日 20時30分")] == [at, at]


def test_a_year_of_two_digits_behind_two_numbers_is_read_in_the_order_assumed_alone() -> None:
    assert parse_date("05/03/24") is None
    assert parse_date("05/03/24", Assumed(day_first=True)) == Moment(datetime(2024, 3, 5, tzinfo=UTC), "day")
