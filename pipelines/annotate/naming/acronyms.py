"""What an acronym stands for, where the text prints it: "PBO" for the "Parliamentary Budget Officer"."""

import re

LINK = r"(?:,? (?:(?:of|the|and|for|in|on|to|de|du|des|la|&) ){0,2}|-)"
LETTERS = re.compile(r"[^\W\d_a-z]{3,6}")


def is_acronym(printed: str) -> bool:
    """True for three to six capitals."""
    return LETTERS.fullmatch(printed) is not None


def written_out(text: str, acronym: str) -> str | None:
    """Return the first capitalised words of `text` whose letters are the acronym's; null where there are none."""
    parts = [rf"{re.escape(letter)}[a-z][\w’'-]*" for letter in acronym]
    found = re.search(rf"(?<![\w-]){LINK.join(parts)}(?![\w-])", text)
    return found[0] if found else None
