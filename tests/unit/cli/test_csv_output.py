"""CSV for programs as it is, and for spreadsheets without a cell that they would run."""

from datetime import date
from decimal import Decimal

import pytest
from command_line import whosaid

from pipelines.cli.csv_output import as_csv, guard
from pipelines.resources.data_folder import DataFolder


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


def test_the_guard_is_on_unless_a_program_wants_the_values(published: DataFolder) -> None:
    query = ["sql", "select '=1+1' as said, -1 as n", "--data", published.root, "--format", "csv"]
    assert whosaid(*query).stdout == "said,n\n'=1+1,-1\n"
    assert whosaid(*query, "--no-guard").stdout == "said,n\n=1+1,-1\n"
