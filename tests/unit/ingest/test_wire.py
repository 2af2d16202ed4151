"""News agencies in credits."""

import pytest

from pipelines.ingest.wire import wire_credit_at_end, wire_service, wire_service_of_byline


def test_every_form_of_an_agency_gives_its_one_name() -> None:
    assert wire_service("The Associated Press") == wire_service("AP") == wire_service("(AP)") == "AP"
    assert wire_service("agence france-presse") == "AFP"


def test_short_forms_count_only_as_they_are_written() -> None:
    assert wire_service("ap") is None
    assert wire_service("pa") is None


def test_an_agency_with_a_role_or_place_is_known_in_a_byline() -> None:
    assert wire_service_of_byline("Reuters in Berlin") == "Reuters"
    assert wire_service_of_byline("Press Association Sport Correspondent") == "PA"
    assert wire_service_of_byline("Lena Orr") is None


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("© AFP", "AFP"),
        ("— Associated Press", "AP"),
        ("Reuters - Ap - Afp", "Reuters, AP, AFP"),
        ("Copyright 2026 The Associated Press. All rights reserved.", "AP"),
        ("(Xinhua)", "Xinhua"),
        ("The tide fell, she said. — PTI", "PTI"),
        ("The tide fell, she said. /TASS/", "TASS"),
        ("The tide fell, she said. (NAN)(www.nan.example)", "NAN"),
    ],
)
def test_a_credit_in_the_last_line_is_read(line: str, credit: str) -> None:
    assert wire_credit_at_end(["The bridge closed.", line]) == credit


@pytest.mark.parametrize(
    "line",
    [
        "She told Reuters.",
        "A boat near the bridge ©lo (AFP)",
        "Photo: Reuters",
        "Copyright 2026 The Tarn Echo",
        "PA system",
    ],
)
def test_an_agency_that_is_only_named_or_took_the_photograph_is_no_credit(line: str) -> None:
    assert wire_credit_at_end([line]) is None
