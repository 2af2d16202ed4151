"""Somebody quoted by somebody."""

import pytest

from pipelines.annotate.reading import Attribution
from pipelines.annotate.shapes.nested_reports import with_nested
from pipelines.records import Span


def inner(content: str) -> list[tuple[str, str, str]]:
    text = f"Falk said {content}"
    outer = Attribution([Span(10, len(text))], [Span(5, 9)], [Span(0, 4)], 0.9)
    found = with_nested(text, [outer])
    assert found[0] == outer
    return [(a.source[0].of(text), a.cue[0].of(text), a.content[0].of(text)) for a in found[1:]]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("that Orr had said that the bridge is safe.", ("Orr", "had said", "that the bridge is safe")),
        ("Lena Orr told engineers the bridge is safe", ("Lena Orr", "told engineers", "the bridge is safe")),
        ("that she says repairs take years", ("she", "says", "repairs take years")),
        (
            "that the mayor of Vell had already said the bridge is safe",
            ("the mayor of Vell", "had already said", "the bridge is safe"),
        ),
        (
            "that Minister Lena Orr had said repeatedly that it is safe",
            ("Minister Lena Orr", "had said repeatedly", "that it is safe"),
        ),
        ("port workers claimed the bridge was safe", ("port workers", "claimed", "the bridge was safe")),
        ("that Orr promised to mend the bridge", None),
        ("that Orr had not said the bridge is safe", None),
        ("those claims could be grounds for a lawsuit", None),
        ("that Orr claimed a loss of ten million", None),
        ("that the bridge, as he said, is safe", None),
        ("that repairs take years", None),
        ("that Orr said “no”", None),
    ],
)
def test_a_content_that_begins_with_a_said_clause_holds_an_attribution(
    content: str, found: tuple[str, str, str] | None
) -> None:
    assert inner(content) == ([found] if found else [])


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("“The pier is shut,” Lena Orr said on Friday", ("Lena Orr", "said", "“The pier is shut,”")),
        ("“The pier is shut,” the captain told police", ("the captain", "told", "“The pier is shut,”")),
        (
            '"It is shut," Lena Orr, chief designer, told the Post',
            ("Lena Orr, chief designer,", "told", '"It is shut,"'),
        ),
        (
            "The bank will cut rates in May, its governor said",
            ("its governor", "said", "The bank will cut rates in May"),
        ),
        ("In Vell, the old port, rates will fall", None),
        ("“The pier is shut,” he laughed. Nobody else came", None),
        ("The pier, the mayor said in May, will stay shut. It did", None),
    ],
)
@pytest.mark.parametrize("cue", ["according to", "as reported by"])
def test_a_content_that_ends_with_a_said_clause_is_somebodys_whom_the_source_reports(
    content: str, found: tuple[str, str, str] | None, cue: str
) -> None:
    text = f"{content}, {cue} Norwire."
    at = len(content) + 2
    outer = Attribution(
        [Span(0, len(content))], [Span(at, at + len(cue))], [Span(at + len(cue) + 1, len(text) - 1)], 0.9
    )
    told = [(a.source[0].of(text), a.cue[0].of(text), a.content[0].of(text)) for a in with_nested(text, [outer])[1:]]
    assert told == ([found] if found else [])


@pytest.mark.parametrize(
    ("text", "source", "inner"),
    [
        ("\"He said, 'We've come for the gold',\" Orr said.", "He", "'We've come for the gold'"),
        ("“It was dark. They told us, ‘Get down’, and left,” Orr said.", None, None),
        ("“It was dark. She said: ‘Run!’ and we ran,” Orr said.", "She", "‘Run!’"),
        ("‘He said “Sail or be sacked”,’ Orr said.", "He", "“Sail or be sacked”"),
        ("“She was like, ‘Go to the beach’, so I went,” Orr said.", "She", "‘Go to the beach’"),
        ("“My mother used to say ‘never trust a calm sea’,” Orr said.", "My mother", "‘never trust a calm sea’"),
        ("“The captain turned and told me, ‘We sail’, and left,” Orr said.", "The captain", "‘We sail’"),
        ("“It rained. They told us the bridge was safe. It fell,” Orr said.", "They", "the bridge was safe"),
        ("“He says that every year,” Orr said.", None, None),
        ("“Some say never look back. I do,” Orr said.", None, None),
        ("“He liked ‘Harbour Lights’ best,” Orr said.", None, None),
        ("“It is ‘safe’ for all,” Orr said.", None, None),
    ],
)
def test_a_quotation_inside_a_quotation_is_read_with_the_said_clause_beside_it(
    text: str, source: str | None, inner: str | None
) -> None:
    end = text.index(" Orr said")
    outer = Attribution([Span(0, end)], [Span(end + 5, end + 9)], [Span(end + 1, end + 4)])
    found = [(a.source[0].of(text), a.content[0].of(text)) for a in with_nested(text, [outer])[1:] if a.source]
    if inner is not None:
        assert (source, inner) in found
    elif "told" not in text:
        assert found == []
