"""`whosaid.annotate`: documents with quotes, as objects, tables and HTML."""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import whosaid
from pipelines.annotate import RuleAnnotator
from whosaid import Annotation, Document, Quote, Sentence, Span

TEXT = '"We have no choice," said Lena Orr, the minister. She added that the law was <old> & tired.'


@pytest.fixture(scope="module")
def annotated() -> whosaid.AnnotatedDocuments:
    return whosaid.annotate([TEXT, "Nothing was said."])


def test_one_text_gives_its_quotes_with_their_speakers(annotated: whosaid.AnnotatedDocuments) -> None:
    first, second = annotated.quotes
    assert (first.content, first.speaker, first.cue, first.kind) == (
        '"We have no choice,"',
        "Lena Orr",
        "said",
        "direct",
    )
    assert (second.speaker, second.source, second.is_speech) == ("Lena Orr", "She", True)
    assert annotated.speakers == ["Lena Orr"]
    assert [document.doc_id for document in annotated] == ["0", "1"]
    assert annotated[1].quotes == []


def test_the_spans_of_a_quote_point_into_the_text_given(annotated: whosaid.AnnotatedDocuments) -> None:
    for quote in annotated.quotes:
        assert " ".join(span.of(TEXT) for span in quote.spans) == quote.content


def test_the_tables_hold_one_row_a_quote(annotated: whosaid.AnnotatedDocuments) -> None:
    table = annotated.to_arrow()
    assert table.column("doc_id").to_pylist() == ["0", "0"]
    assert table.column("quote_no").to_pylist() == [0, 1]
    assert list(annotated.to_pandas()["speaker"]) == ["Lena Orr", "Lena Orr"]
    assert annotated[1:].to_arrow().schema == table.schema  # also where nothing was found


def test_the_page_of_a_notebook_escapes_the_text_and_names_the_speaker(annotated: whosaid.AnnotatedDocuments) -> None:
    page = annotated._repr_html_()
    assert "&lt;old&gt; &amp; tired" in page and "<old>" not in page
    assert page.count(">Lena Orr") == 3  # once in the text, once beside each quote


@pytest.mark.parametrize("page", ["README.md", "docs/python.md"])
def test_the_first_lines_that_a_page_shows_print_what_it_says(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = (Path(__file__).resolve().parents[3] / page).read_text(encoding="utf-8")
    code, printed = re.findall(r"```(?:python|text)\n(.*?)```", shown, re.DOTALL)[:2]
    exec(code, {})
    assert capsys.readouterr().out == printed


class OneQuote:
    """Gives one quote wherever it is told."""

    version = "one-1"

    def __init__(self, quote: Quote) -> None:
        self.quote = quote

    def annotate(self, documents: Sequence[Document]) -> list[Annotation]:
        return [Annotation(d.doc_id, [Sentence(Span(0, len(d.text)), 0, "body")], [], [self.quote]) for d in documents]


def test_a_speaker_and_an_id_are_escaped_too() -> None:
    signed = OneQuote(Quote("direct", [Span(0, 2)], speaker="<script>alert(1)</script>"))
    assert "<script>" not in whosaid.annotate("abc", annotator=signed)._repr_html_()
    outside = OneQuote(Quote("direct", [Span(0, 9)]))
    broken = whosaid.annotate(Document("<b>id</b>", "abc"), annotator=outside, errors="keep")
    assert "<b>id</b>" not in broken._repr_html_() and "no text at 0-9" in broken._repr_html_()


def test_every_character_stands_in_the_page_once_where_quotes_lie_in_one_another() -> None:
    text = "abcdefghij"
    quotes = [
        Quote("direct", [Span(0, 8)], source=[Span(6, 10)]),
        Quote("direct", [Span(2, 4), Span(6, 8)], parent_quote_no=0, cue=[Span(3, 5)]),
    ]
    annotation = Annotation("d", [Sentence(Span(0, 10), 0, "body")], [], quotes)
    page = whosaid.AnnotatedDocument(Document("d", text), annotation)._repr_html_()
    assert page.count("nobody named") == 2  # also where two quotes end together
    assert re.sub(r"<[^>]*>|nobody named", "", page) == text


def test_a_document_that_fails_is_named_or_kept_with_its_error() -> None:
    outside = OneQuote(Quote("direct", [Span(0, 900)]))
    with pytest.raises(whosaid.AnnotationError, match=r"document 'x'.*no text at 0-900"):
        whosaid.annotate(Document("x", "short"), annotator=outside)
    kept = whosaid.annotate(["short"], annotator=outside, errors="keep")
    assert kept.quotes == [] and "no text at 0-900" in str(kept[0].error)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="text 1 is no str"):
        whosaid.annotate(["a", 3], annotator=RuleAnnotator())  # type: ignore[list-item]


def test_importing_whosaid_loads_no_library() -> None:
    heavy = "{'numpy', 'pyarrow', 'duckdb', 'onnxruntime', 'dagster', 'pandas', 'dbt'}"
    code = f"import sys, whosaid; dir(whosaid); print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


@pytest.mark.parametrize("name", whosaid.__all__)
def test_every_name_that_whosaid_lists_is_there(name: str) -> None:
    assert getattr(whosaid, name) is not None


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'anotate'"):
        whosaid.anotate  # noqa: B018
