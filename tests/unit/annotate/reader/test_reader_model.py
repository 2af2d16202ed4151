"""The model's files, and the annotator as a whole."""

import shutil
from pathlib import Path

import pytest

from pipelines.annotate.annotators import ReaderAnnotator
from pipelines.annotate.reader.errors import ModelFileError
from pipelines.annotate.reader.model_files import MODEL_FOLDER, load_model
from pipelines.records import Annotation, Document

ARTICLE = (
    "Council delays bridge\n"
    "The bridge over the Tarn will not open this year, Mayor Lena Orr said on Monday.\n"
    "“We found cracks in two pillars,” she told reporters. “Nobody will cross it before they are mended.”\n"
    "Engineer Tomas Vell of Harrow Steel denied that the firm had known about the cracks.\n"
    "According to a report by the ministry, repairs could take two years."
)


@pytest.fixture(scope="module")
def annotator() -> ReaderAnnotator:
    return ReaderAnnotator()


@pytest.fixture
def copied_model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL_FOLDER, tmp_path / "model"))


@pytest.mark.parametrize("name", ["model.onnx", "tables.npz", "tokenizer.json"])
def test_an_altered_file_is_named_with_the_way_back(copied_model: Path, name: str) -> None:
    with (copied_model / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(ModelFileError, match=f"{name} is not the file that was exported: get it back with"):
        load_model(copied_model)


@pytest.mark.parametrize("name", ["model.onnx", "tables.npz", "tokenizer.json", "digests.json"])
def test_a_missing_file_is_named_with_the_way_back(copied_model: Path, name: str) -> None:
    (copied_model / name).unlink()
    with pytest.raises(ModelFileError, match=f"{name} is missing: get it back with"):
        load_model(copied_model)


def test_the_weights_fit_in_the_repository() -> None:
    assert sum(p.stat().st_size for p in MODEL_FOLDER.iterdir()) <= 32 * 2**20


def texts_of(annotation: Annotation, text: str) -> list[tuple[str, str, str]]:
    return [
        (
            " … ".join(s.of(text) for s in q.content),
            " ".join(s.of(text) for s in q.cue),
            " ".join(s.of(text) for s in q.source),
        )
        for q in annotation.quotes
    ]


def test_a_name_with_a_nickname_in_marks_speaks_and_is_who_he_is(annotator: ReaderAnnotator) -> None:
    text = (
        "The club thanked coach Remo Castel. “I learned it from the kit man,” Castel said. “I wept,” he said.\n"
        "Captain Tomas “Tom” Vell said the players were to blame. “The coach misses no penalties. We do,” he said."
    )
    (annotation,) = annotator.annotate([Document("a", text, 0)])
    assert [q.speaker for q in annotation.quotes if q.speaker][-2:] == ["Tomas “Tom” Vell"] * 2


def test_attributions_of_all_kinds_are_read(annotator: ReaderAnnotator) -> None:
    (annotation,) = annotator.annotate([Document("a", ARTICLE, 22)])
    found = texts_of(annotation, ARTICLE)
    assert ("said", "Mayor Lena Orr") in [(cue, source) for _, cue, source in found]
    assert any("cracks in two pillars" in content and source == "she" for content, _, source in found)
    assert any("denied" in cue and "Tomas Vell" in source for _, cue, source in found)


def test_names_are_read_without_titles(annotator: ReaderAnnotator) -> None:
    (annotation,) = annotator.annotate([Document("a", ARTICLE, 22)])
    names = {(m.span.of(ARTICLE), m.entity_type) for m in annotation.mentions if m.form == "name"}
    assert {("Lena Orr", "PERSON"), ("Tomas Vell", "PERSON")} <= names


def test_a_document_is_read_alike_alone_and_among_others(annotator: ReaderAnnotator) -> None:
    documents = [Document("a", ARTICLE, 22), Document("b", ARTICLE * 9), Document("c", "")]
    together = annotator.annotate(documents)
    assert together == [annotator.annotate([d])[0] for d in documents]
    assert together == ReaderAnnotator().annotate(documents)


BAD = {
    "nothing": "",
    "one character": "x",
    "a line end": "\n",
    "a mark": "“",
    "many marks": '"' * 10_000,
    "one long word": "x" * 5_000_000,
    "no sentence ends": "word " * 4000,
    "all capitals": ARTICLE.upper(),
    "emoji": "😀 said “🎉🎉🎉”, 👩‍🚀 added.",
    "mojibake": "Ã¢â‚¬Å“NoÃ¢â‚¬Â\x9d, he said.",
    "right to left": "قالت الوزيرة: “لن نقبل”.",
    "control characters": "\x00\x07\ufffd",
    "lone surrogates": "a\ud800b said “\udfff”",
    "cues alone": "said " * 500,
    "short lines": "a\n" * 3000,
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_input_is_read_with_spans_inside_the_text(annotator: ReaderAnnotator, text: str) -> None:
    (annotation,) = annotator.annotate([Document("bad", text)])
    spans = [s.span for s in annotation.sentences] + [m.span for m in annotation.mentions]
    spans += [s for q in annotation.quotes for s in (*q.content, *q.cue, *q.source)]
    assert all(0 <= s.start_char < s.end_char <= len(text) for s in spans)
