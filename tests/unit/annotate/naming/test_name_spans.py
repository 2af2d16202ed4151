"""Names behind ranks."""

import pytest

from pipelines.annotate.naming.name_spans import with_given_names
from pipelines.annotate.reading import Name
from pipelines.records import Span


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The witness was Major-Gen Gopaul Orr, who was appointed.", "Gopaul Orr"),
        ("The witness was Capt. Ng Orr.", "Ng Orr"),
        ("The court heard Justice Orr.", "Orr"),
        ("The court of Vell heard Orr.", "Orr"),
        ("He was met by Mayor Governor Orr.", "Orr"),
    ],
)
def test_a_surname_takes_the_given_name_to_which_a_rank_leads(text: str, whole: str) -> None:
    start = text.index("Orr")
    (name,) = with_given_names(text, [Name(Span(start, start + 3), "PERSON")])
    assert name.span.of(text) == whole
