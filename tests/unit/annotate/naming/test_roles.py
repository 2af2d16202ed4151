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
        ("Lena Orr, who is the mayor of Vell, wept.", "the mayor of Vell"),
        ("Lena Orr, who built the port and is a friend of Falk, wept.", None),
        ("Lena Orr, chair of the Port Board (PB), wept.", "chair of the Port Board"),
        ("“No,” said Lena Orr, an officer of the port told Norwire.", "an officer of the port"),
        ("When he met Lena Orr, the director told her to go.", None),
        ("It was seen by the sister of the skipper, Lena Orr, on Monday.", "the sister of the skipper"),
        ("On the death of the skipper, Lena Orr, the flags were lowered.", "the skipper"),
        ("They saw Lena Orr (Falk’s niece), who wept.", "Falk’s niece"),
        ("I love Lena Orr, he’s a fine actor.", None),
        ("It was built by Lena Orr, an artist with whom Falk sails.", "an artist"),
        ("It was built by Lena Orr, a close friend of Mr. Falk.", None),
    ],
)
def test_a_role_stands_before_or_behind_the_name_with_a_comma_or_without(text: str, role: str | None) -> None:
    at = text.index("Lena Orr")
    assert role_beside(text, Span(at, at + len("Lena Orr"))) == role
