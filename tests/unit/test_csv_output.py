"""CSV for programs as it is, and for spreadsheets without a cell that they would run."""

from datetime import date
from decimal import Decimal

import pytest

from pipelines.csv_output import as_csv, guard


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@sum(a1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\N{NO-BREAK SPACE}=1",
        "\N{FULLWIDTH EQUALS SIGN}1",
        "=cmd|' /C calc'!A0",
    ],
)
def test_text_that_a_spreadsheet_would_run_becomes_text(text: str) -> None:
    assert guard(text) == "'" + text


@pytest.mark.parametrize(
    "value", ["We open at nine", "", "a=b", "\N{EN DASH} she said", "'=1", -1, -1.5, Decimal("-1.5"), None]
)
def test_all_else_stays_as_it_is(value: object) -> None:
    assert guard(value) == value


def test_names_of_columns_are_guarded_like_cells_and_values_that_are_no_text_keep_their_form() -> None:
    rows = [[-5, date(2026, 3, 2), [{"start_char": 1}], True, None]]
    assert as_csv(["=a", "b", "c", "d", "e"], rows, is_guarded=True).splitlines() == [
        "'=a,b,c,d,e",
        '-5,2026-03-02,"[{""start_char"":1}]",True,',
    ]
