"""An annotation that breaks a promise, whoever made it, costs its document and nothing else."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from lake_samples import FERRY, FISH, ingest, resolve

from pipelines.annotate.annotators import RuleAnnotator
from pipelines.annotate.promises import broken_promise
from pipelines.annotate.stage import annotate_pending
from pipelines.lake import Lake
from pipelines.records import Annotation, Document, Mention, Quote, Sentence, Span
from pipelines.resolve.utterances.stage import waits

TEXT = 'Ferry stops\n"No boats today," said Odo Fenn.'
DOCUMENT = Document("d", TEXT)
WHOLE, WORDS = Span(0, len(TEXT)), Span(12, 28)
SENTENCES = [Sentence(WHOLE, 0, "body")]
FENN = Mention(Span(34, 42), "name", "PERSON", local_entity_no=0, local_entity_name="Odo Fenn")


def said(**other: object) -> Annotation:
    fields = {"kind": "direct", "content": [WORDS], "speaker_mention_no": 0, **other}
    return Annotation("d", SENTENCES, [FENN], [Quote(**fields)])  # type: ignore[arg-type]


def test_an_annotation_that_keeps_its_promises_is_taken() -> None:
    assert broken_promise(DOCUMENT, said(cue_class="speech", score=0.5)) is None
    assert broken_promise(DOCUMENT, Annotation("d")) is None
    assert broken_promise(DOCUMENT, RuleAnnotator().annotate([DOCUMENT])[0]) is None


@pytest.mark.parametrize(
    ("annotation", "named"),
    [
        (Annotation("d", [], [], said().quotes), "no sentences"),
        (Annotation("d", [], [FENN]), "no sentences"),
        (Annotation("e", SENTENCES), "'e'"),
        (Annotation("d", [Sentence(Span(0, 900), 0, "body")]), "sentence 0: there is no text at 0-900"),
        (Annotation("d", [Sentence(Span(3, 3), 0, "body")]), "no text at 3-3"),
        (Annotation("d", [Sentence(WHOLE, 0, "footer")]), "role is 'footer'"),
        (Annotation("d", SENTENCES, [Mention(WORDS, "nickname")]), "mention 0: form is 'nickname'"),
        (Annotation("d", SENTENCES, [Mention(WORDS, "name", "HUMAN")]), "entity_type is 'HUMAN'"),
        (said(kind="loud"), "quote 0: kind is 'loud'"),
        (said(content=[]), "no content"),
        (said(content=[Span(20, 28), Span(12, 14)]), "ends before it begins"),
        (said(source=[Span(40, 99)]), "no text at 40-99"),
        (said(cue_class="song"), "cue_class is 'song'"),
        (said(source_type="animal"), "source_type is 'animal'"),
        (said(speaker_mention_no=1), "speaker_mention_no is 1"),
        (said(parent_quote_no=-1), "parent_quote_no is -1"),
        (said(score=1.2), "score is 1.2"),
        (said(speaker_score=float("nan")), "speaker_score is nan"),
    ],
)
def test_a_broken_promise_is_named(annotation: Annotation, named: str) -> None:
    assert named in str(broken_promise(DOCUMENT, annotation))


class ForeignAnnotator:
    """Reads as the rules do, and gives quotes of ferries without sentences."""

    version = "foreign-1"

    def annotate(self, documents: Sequence[Document]) -> list[Annotation]:
        found = RuleAnnotator().annotate(documents)
        return [
            Annotation(f.doc_id, (), f.mentions, f.quotes) if "Ferry" in d.text else f
            for d, f in zip(documents, found, strict=True)
        ]


def test_an_article_whose_annotation_breaks_a_promise_is_told_and_the_others_stay(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    ingest(lake, "b1", [FISH, FERRY])
    report = annotate_pending(lake, ForeignAnnotator, batch_id="b1")
    assert [(one.doc_id, "no sentences" in one.error) for one in report.failed] == [("a2.1", True)]
    assert set(lake.read("quotes")["article_id"].to_pylist()) == {"a1"}
    resolve(lake, "b1")
    assert not waits(lake.commits())
