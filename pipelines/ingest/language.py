"""The language of a text: detected by py3langid among those that news comes in, weighed against what is stated."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

from pipelines.ingest.paragraphs import count_letters
from pipelines.records import Stated

_FIRST_LOOK, _READ = 200, 1000  # characters: most texts are certain after the first look, which is quick
_CERTAIN = 0.999  # normalised probability
_LONG = 250  # characters from which a confident detection outweighs what is stated
_SHORT = 25  # letters below which nothing is detected
_SURE = 0.9  # normalised probability
_LANGUAGES = (
    "ar bg bn ca cs da de el en es et fa fi fr gu he hi hr hu hy id it ja ka kk ko lt lv mk ml mr ms nb nl nn no pa pl "
    "pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur vi zh"
)
_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}


def language_of(text: str, stated: Stated | None) -> Stated | None:
    """Return the ISO 639-1 code of `text` and where it comes from, or None where it is undecided.

    A long text is believed before its label; a short one is labelled as stated, or detected where that is certain. A
    text in other letters than Latin is not English, whatever its label.
    """
    count = count_letters(text[:_FIRST_LOOK])
    code = _stated_code(stated.value) if stated else None
    if code == "en" and not _is_latin(text[:_READ]):
        code = None
    if count < _SHORT:
        return Stated(code, stated.origin) if stated and code else None
    found, sure = _detect(text)
    if stated and code and (found == code or sure < _SURE or len(text) < _LONG):
        return Stated(code, stated.origin)
    return Stated(found, "text") if sure >= _SURE else None


def _detect(text: str) -> tuple[str, float]:
    found, sure = _identifier().classify(text[:_FIRST_LOOK])
    if sure < _CERTAIN and len(text) > _FIRST_LOOK:
        found, sure = _identifier().classify(text[:_READ])
    return _SAME.get(found, found), float(sure)


def _is_latin(text: str) -> bool:
    return sum(character.isalpha() and character < "\u0250" for character in text) * 2 >= count_letters(text)


def _stated_code(value: str) -> str | None:
    code = value.strip().replace("_", "-").partition("-")[0].casefold()
    code = _THREE_LETTERS.get(code, code)
    return _SAME.get(code, code) if len(code) == 2 and code.isascii() and code.isalpha() else None


_THREE_LETTERS = {
    "eng": "en",
    "ger": "de",
    "deu": "de",
    "fre": "fr",
    "fra": "fr",
    "spa": "es",
    "ita": "it",
    "por": "pt",
    "english": "en",
}


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.nb_classes)
    identifier.set_languages([code for code in _LANGUAGES.split() if code in known])
    return identifier
