"""Names that end a source and that no finder saw."""

import pytest

from pipelines.annotate.naming.overlooked_names import with_overlooked
from pipelines.annotate.reading import Attribution, Name
from pipelines.records import Span


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("the engineer, Haru Inverdale", ["Haru Inverdale"]),
        ("Harbour Party leader Yuri Falk", ["Yuri Falk"]),
        ("Defence Minister Major Yuri K. Falk,", ["Yuri K. Falk"]),
        ("Councillor Ted Royle MP (@tedroyle)", ["Ted Royle"]),
        ("Lena Marsh MP", ["Lena Marsh"]),
        ("Lena Marsh (@lena)", ["Lena Marsh"]),
        ("the director of Vell Bank", []),
        ("its chairman, Harbour Trust", []),
        ("people in Old Carrow", []),
        ("Haru Inverdale", []),
    ],
)
def test_a_name_is_what_a_role_leads_to_and_no_body_or_place(source: str, found: list[str]) -> None:
    text = f"{source} said so."
    attribution = Attribution([Span(len(text) - 3, len(text) - 1)], (), [Span(0, len(source))])
    assert [n.span.of(text) for n in with_overlooked(text, [], [attribution])] == found


def test_names_that_were_found_stay_as_they_are() -> None:
    text = "the engineer, Haru Inverdale said so."
    known = [Name(Span(text.index("Inverdale"), text.index(" said")), "PERSON")]
    attribution = Attribution([Span(len(text) - 3, len(text) - 1)], (), [Span(0, text.index(" said"))])
    assert with_overlooked(text, known, [attribution]) == known
