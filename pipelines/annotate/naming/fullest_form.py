"""By which of its printed forms a chain is called: the fullest, then the most frequent, of two spellings the first."""

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.annotate.naming.spellings import name_words
from pipelines.annotate.reading import Name
from pipelines.names.part_agreement import Part, agree_parts
from pipelines.records import Span

WORD = re.compile(r"[^\W\d_][\w’'-]*")
LONGEST_TITLE = 200  # characters of a headline
SMALL = 3  # letters; words of so few have no capital in headlines


def fullest_form(text: str, names: Sequence[Name], spelled: Sequence[tuple[str, ...]], *, is_person: bool) -> str:
    """Return the fullest form of one chain's `names`, whose plain words are `spelled`.

    Of a body or place, forms in headlines that print all words with capitals count only where there are no others.
    """
    in_body = [n for n, name in enumerate(names) if is_person or not _in_title_case(text, name.span)]
    places = in_body or list(range(len(names)))
    longest = max(len(spelled[n]) for n in places)
    printed = Counter(names[n].span.of(text) for n in places if len(spelled[n]) == longest)
    most = max(printed.values())
    forms = [form for form, times in printed.items() if times == most]
    fullest = max(forms, key=len)
    return next(form for form in forms if _is_same_name(form, fullest))


def _is_same_name(form: str, other: str) -> bool:
    """True for two spellings of one name, of which the first printed is taken.

    Not for a short form of the other, nor where one is a slip: a letter is left out more often than put in.
    """
    words, others = name_words(form), name_words(other)
    pairs = zip(words, others, strict=False)
    return form == other or (len(words) == len(others) and all(agree_parts(*pair) >= Part.SPELLING for pair in pairs))


def _in_title_case(text: str, name: Span) -> bool:
    """True in a line that prints all its words with capitals, where a name's end cannot be seen: `Vell Shuts Port`."""
    start, end = text.rfind("\n", 0, name.start_char) + 1, text.find("\n", name.end_char)
    end = end if end >= 0 else len(text)
    if end - start > LONGEST_TITLE:
        return False
    long_words = [w for w in WORD.findall(text, start, end) if len(w) > SMALL]
    return len(long_words) > 2 and all(w[0].isupper() for w in long_words)
