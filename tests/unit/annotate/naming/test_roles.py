"""What the page says right beside a name that somebody is."""

import pytest

from pipelines.annotate.naming.roles import role_beside
from pipelines.records import Span


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("They met Vell harbour director Lena Orr.", "Vell harbour director"),
        ("The port’s chief executive, Lena Orr, said so.", "The port’s chief executive"),
        ("It was shut by the mayor of Vell, Lena Orr.", "the mayor of Vell"),
        ("It rained, another brother, Lena Orr, said.", "another brother"),
        ("In the port, Lena Orr, who was late, wept.", None),
        ("He told the mayor, Lena Orr said.", None),
        ("Lena Orr, the mayor of Vell, wept.", "the mayor of Vell"),
        ("His mother, Lena Orr wept.", "His mother"),
    ],
)
def test_a_role_stands_before_or_behind_the_name_with_a_comma_or_without(text: str, role: str | None) -> None:
    at = text.index("Lena Orr")
    assert role_beside(text, Span(at, at + len("Lena Orr"))) == role
