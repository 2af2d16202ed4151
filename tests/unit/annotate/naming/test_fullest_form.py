"""By which of its printed names somebody is called."""

import pytest

from pipelines.annotate.naming.chaining import chain_names
from pipelines.annotate.reading import Name
from pipelines.records import Span


@pytest.mark.parametrize(
    ("printed", "called"),
    [
        (["Jody Falk", "Jodie Falk"], "Jody Falk"),
        (["Jodie Falk", "Jody Falk", "Jody Falk"], "Jody Falk"),
        (["Rushiyah Falk", "Rushdiyah Falk"], "Rushdiyah Falk"),
        (["T. Falk", "Tomas Falk"], "Tomas Falk"),
        (["Bob Falk", "Robert Falk"], "Robert Falk"),
        (["Falk", "Falk", "Tomas Falk"], "Tomas Falk"),
    ],
)
def test_a_name_is_called_by_its_fullest_form_and_of_two_spellings_by_the_first(
    printed: list[str], called: str
) -> None:
    text = " spoke. ".join(printed)
    starts = [sum(len(name) + len(" spoke. ") for name in printed[:number]) for number in range(len(printed))]
    names = [Name(Span(at, at + len(name)), "PERSON", 1.0) for at, name in zip(starts, printed, strict=True)]
    assert [chain.name for chain in chain_names(text, names).all] == [called]
