"""When two printed names can be one person's, for making faults: nothing that is judged uses it."""

import re
import unicodedata

WORD = re.compile(r"\w+")
TITLES = {"mr", "mrs", "ms", "dr", "sir", "president", "prime", "minister", "sen", "senator", "rep", "gov", "the"}


def name_words(name: str | None) -> list[str]:
    """Return the words of a name in lower case, without accents and titles."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name or "") if not unicodedata.combining(c))
    return [word for word in WORD.findall(plain.casefold()) if word not in TITLES]


def same_name(a: str | None, b: str | None) -> bool:
    """True where one name's words are among the other's and both end alike."""
    x, y = name_words(a), name_words(b)
    return bool(x and y) and x[-1] == y[-1] and (set(x) <= set(y) or set(y) <= set(x))


def shares_word(a: str | None, b: str | None) -> bool:
    """True where two names have a word in common."""
    return bool(set(name_words(a)) & set(name_words(b)))
