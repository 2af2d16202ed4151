"""People of one surname in one text, told apart by a title or by kinship: `Mrs Falk` beside `Mr Tom Falk`.

Not here: father and son of one whole name (`generations`).
"""

import re

from pipelines.annotate.lexicon import given_name_genders, titles, words
from pipelines.annotate.naming.chains import Chain
from pipelines.annotate.naming.roles import KIN
from pipelines.annotate.reading import Name
from pipelines.names.lists import Title

SELDOM = 0.04  # share of a given name's bearers that are of the other gender; rare names never reach it
KIN_BEFORE = 60  # characters before a name in which `Falk's father, ` is looked for


def title_of_another(text: str, name: Name, role: str | None, spelled: tuple[str, ...], chain: Chain) -> str | None:
    """Return the title by which a bare surname is told to be another person's than the `chain` that it fits."""
    if len(spelled) > 1:
        return None
    return _title_of_other_gender(role, chain) or _title_of_kin(text, name, chain)


def is_relative(text: str, name: Name, spelled: tuple[str, ...], chain: Chain) -> bool:
    """True for `Falk's father, Tom` where the only fuller Tom has another surname and another role."""
    if len(spelled) > 1 or len(chain.words) < 2 or spelled[0] != chain.words[0] or not chain.nouns:
        return False
    kin = KIN.search(text, max(0, name.span.start_char - KIN_BEFORE), name.span.start_char)
    if kin is None or kin[2] in chain.nouns:
        return False
    owner = re.sub("[’']s?$", "", kin[1])
    return owner != kin[1] and owner.casefold() != chain.words[-1]


def _title_of_other_gender(role: str | None, chain: Chain) -> str | None:
    """Return the title that makes `Mrs Falk` another than `Mr Tom Falk`, than `Tom Falk` and than `Miss Falk`."""
    title = role.split()[-1] if role else ""
    honorific = _honorific(title)
    if honorific is None or not honorific.gender or chain.entity_type != "PERSON":
        return None
    plain = _plain(title)
    is_married = {"mrs", "miss"} <= {plain, *chain.role_words}
    is_other = _is_of_other_gender(chain, honorific.gender) or (is_married and plain not in chain.role_words)
    return title if is_other else None


def _is_of_other_gender(chain: Chain, stated: str) -> bool:
    """True where the text shows another gender than the `stated` one, or hardly any bearer of the given name has it."""
    if chain.gender is not None:
        return chain.gender != stated
    given = chain.words[0] if len(chain.words) > 1 and chain.words[0] not in words("surnames_first") else ""
    woman = given_name_genders().get(given, 0.5)
    return woman <= SELDOM if stated == "female" else woman >= 1 - SELDOM


def _title_of_kin(text: str, name: Name, chain: Chain) -> str | None:
    """Return the title of `his wife, Mrs Falk`, where Tom Falk is all that the name could shorten."""
    if not chain.mentions or chain.title:
        return None
    before = text[max(0, name.span.start_char - KIN_BEFORE) : name.span.start_char].rstrip()
    lead, _, title = before.rpartition(" ")
    return title if _honorific(title) and KIN.search(f"{lead} ") else None


def _honorific(word: str) -> Title | None:
    """Return what is known of "Mr" and the like; None for "Senator" and for any other word."""
    title = titles().get(_plain(word))
    return title if title and title.is_honorific else None


def _plain(word: str) -> str:
    return word.lower().rstrip(".")
