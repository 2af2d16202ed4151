"""The language of a text: detected by py3langid among those that news comes in, weighed against what is stated."""

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

from pipelines.ingest.paragraphs import count_letters
from pipelines.records import Stated

_FIRST_LOOK, _READ = 200, 1000  # characters: most texts are certain after the first look, which is quick
_CERTAIN = 0.999  # normalised probability
_LONG = 250  # characters from which a confident detection outweighs what is stated
_SHORT = 25  # letters below which nothing is detected
_SURE = 0.9  # normalised probability
_LONGEST_FEATURE = 6  # bytes of the longest sequence that py3langid's model knows
_NOT_LATIN = re.compile("[\u0250-\U0010ffff]+")
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
    others = "".join(_NOT_LATIN.findall(text))
    return not others or count_letters(others) * 2 <= count_letters(text)


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


class _Identifier(LanguageIdentifier):  # type: ignore[misc]
    """py3langid's identifier, which walks over all bytes of a text at once, where the library's takes one by one.

    Its automaton knows no more of a text than the last bytes of it, as many as the longest sequence that is a feature
    has; so the state at each byte is that to which these few lead.
    """

    __slots__ = ("_moves", "_outputs", "_rows")

    def prepare(self) -> None:
        """Take the automaton's tables as arrays."""
        self._moves, self._rows = np.asarray(self.tk_nextmove), np.asarray(self._rowbase)
        self._outputs = np.asarray(self.tk_output)

    def _raw_score(self, text: bytes) -> NDArray[np.float32]:
        letters = np.frombuffer(text, np.uint8)
        states = np.zeros(len(letters), np.intp)
        for back in reversed(range(min(_LONGEST_FEATURE, len(letters)))):
            states[back:] = self._moves[self._rows[states[back:]] + letters[: len(letters) - back]]
        found = self._outputs[states]
        features, counts = np.unique(found[found >= 0], return_counts=True)
        score: NDArray[np.float32] = np.log1p(counts.astype(np.float32)) @ self.nb_ptc[features] + self.nb_pc
        return score if len(features) else np.zeros(len(self.nb_classes), np.float32)


@cache
def _identifier() -> LanguageIdentifier:
    identifier = _Identifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.nb_classes)
    identifier.set_languages([code for code in _LANGUAGES.split() if code in known])
    identifier.nb_ptc = np.ascontiguousarray(identifier.nb_ptc)  # by features, which are looked up
    identifier.prepare()
    return identifier
