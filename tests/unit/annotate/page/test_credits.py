"""Writers and photographers beside a story are no part of it."""

import pytest

from pipelines.annotate.page.credits import is_credit
from pipelines.annotate.page.layout import lay_out
from pipelines.annotate.page.sentences import split_sentences
from pipelines.records import Document, Span


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("The port at night. (Photo by Lena Orr)", True),
        ("The port at night. (Lena Orr/AP)", True),
        ("NORWIRE/Lena Orr The port at night.", True),
        ("Image copyright Lena Orr Image caption The port at night.", True),
        ("© Lena Orr The port at night.", True),
        ("By Lena Orr\nThe port at night.", True),
        ("The port at night.\nLena Orr\nIt rained.", True),
        ("The port at night. (Vell, May 2014) Lena Orr\nIt rained.", True),
        ("It is shut. — Lena Orr (@lenaorr) April 3", True),
        ("A photo of Lena Orr hung there.", False),
        ("The photo shows the port. Lena Orr wept.", False),
        ("The port is shut, Lena Orr said.", False),
    ],
)
def test_a_writers_or_photographers_name_is_a_credit(text: str, is_one: bool) -> None:
    at = text.index("Lena Orr")
    layout = lay_out(Document("d", text), split_sentences(text))
    assert is_credit(text, layout, Span(at, at + len("Lena Orr"))) is is_one
