"""Language, detected and stated."""

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

from pipelines.ingest.language import _identifier, language_of
from pipelines.records import Stated

ENGLISH = "The harbour bridge will close on Friday for a week, the port authority said in a note to drivers. " * 4
GERMAN = "Die Brücke am Hafen wird am Freitag für eine Woche gesperrt, teilte die Behörde am Montag mit. " * 4


def test_a_long_text_is_detected() -> None:
    assert language_of(ENGLISH, None) == Stated("en", "text")
    assert language_of(GERMAN, None) == Stated("de", "text")


def test_a_label_that_agrees_stands_with_its_origin() -> None:
    assert language_of(ENGLISH, Stated("en_GB", "metadata")) == Stated("en", "metadata")


def test_a_long_text_is_believed_before_its_label() -> None:
    assert language_of(ENGLISH, Stated("de", "metadata")) == Stated("en", "text")


def test_a_short_text_keeps_its_label() -> None:
    assert language_of("Brücke zu", Stated("de-DE", "sidecar")) == Stated("de", "sidecar")


def test_a_text_that_is_too_short_to_tell_has_none() -> None:
    assert language_of("Bridge 3-1", None) is None


def test_a_label_that_is_no_language_is_not_kept() -> None:
    assert language_of("Bridge", Stated("unknown", "metadata")) is None


def test_a_text_in_other_letters_than_latin_is_not_english_whatever_its_label() -> None:
    assert language_of("港の橋は金曜日から一週間閉鎖される", Stated("en", "metadata")) in (None, Stated("ja", "text"))
    assert language_of("Bridge 港", Stated("en", "metadata")) == Stated("en", "metadata")


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, "Мост закроют в пятницу.", "港の橋は閉鎖される", "a", "7 7"])
def test_all_bytes_at_once_lead_to_what_py3langid_says_byte_by_byte(text: str) -> None:
    theirs = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    theirs.set_languages(_identifier().nb_classes)
    code, sure = theirs.classify(text)
    assert _identifier().classify(text) == (code, pytest.approx(sure, abs=1e-4))
