"""Which quote stands inside which, by invented spans."""

import pytest

from pipelines.annotate.attribution.nesting import find_parents
from pipelines.annotate.reading import Attribution
from pipelines.records import Span


def test_each_content_has_the_innermost_one_that_holds_it_as_its_parent() -> None:
    contents = [Span(0, 100), Span(10, 60), Span(20, 30), Span(70, 80), Span(200, 210)]
    assert find_parents([Attribution([span]) for span in contents]) == [None, 0, 1, 0, None]


@pytest.mark.parametrize(("n_crossing", "expected"), [(7, 0), (8, None)])
def test_eight_open_contents_are_looked_at_from_the_inside_out(n_crossing: int, expected: int | None) -> None:
    crossing = [Span(10 + n, 50 + n) for n in range(n_crossing)]
    contents = [Span(0, 100), *crossing, Span(40, 90)]
    assert find_parents([Attribution([span]) for span in contents])[-1] == expected
