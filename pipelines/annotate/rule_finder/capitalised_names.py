"""Plain name finder: capitalised sequences typed by word tables and their neighbours.

Stands in for a trained reader where none is loaded. Spans are without titles, possessive endings and "the".
"""

import re
from collections import Counter
from collections.abc import Iterator

from pipelines.annotate.lexicon import cue_words, role_nouns, titles, word_class, words
from pipelines.annotate.reading import Name
from pipelines.names.lists import particles
from pipelines.records import EntityType, Span

CAPITAL = (
    r"(?:[A-Z]\.(?:[A-Z]\.)*|(?:Mc|Mac|O[’']|D[’']|L[’']|al-|el-|Al-)?[^\W\d_a-zß-öø-ÿ][^\W_]*(?:[-’'][^\W\d_a-z][^\W_]*)*"
    r"|(?:[a-z]{1,2}[A-Z]\w{1,20}))"
)
LINK = (
    r"(?:de la|de los|van der|van den|von der|de|del|da|dos|du|di|la|le|van|von|der|bin|ibn|al|el|ter|den"
    r"|of the|of|for|and|&)"
)
SEQUENCE = re.compile(rf"(?<![\w@#]){CAPITAL}(?:(?: {LINK})?[ \u00a0]{CAPITAL}){{0,9}}(?!\w|[’']t\b)")
SUFFIX = re.compile(r"^,? (?:Jr|Sr|II|III|IV)\b\.?")
Piece = tuple[Span, list[str]]


def find_names(text: str, sentences: list[Span]) -> list[Name]:
    """Return the names of `text` in order; the same spelling gets the same type throughout."""
    starts = {_first_word(text, span.start_char) for span in sentences}
    lower = frozenset(re.findall(r"(?<![\w'’-])[a-z][a-z]{2,20}(?![\w'’-])", text))
    found: list[tuple[Span, EntityType, bool]] = []
    for match in SEQUENCE.finditer(text):
        for span, tokens in _pieces(text, match, starts, lower):
            found.append((span, *_judge(text, span, tokens)))
    return _agree(text, found)


def _first_word(text: str, start: int) -> int:
    while start < len(text) and not text[start].isalnum():
        start += 1
    return start


def _pieces(text: str, match: re.Match[str], starts: set[int], lower: frozenset[str]) -> Iterator[Piece]:
    """Cut a capitalised sequence into names: trim titles and common words, split at links that join two names."""
    tokens = [(m[0], m.start() + match.start(), m.end() + match.start()) for m in re.finditer(r"\S+", match[0])]
    group: list[tuple[str, int, int]] = []
    for token in tokens:
        word = token[0].lower()
        if word in ("and", "&") and not _continues_organisation(group, tokens, token):
            yield from _trim(text, group, starts, lower)
            group = []
        else:
            group.append(token)
    yield from _trim(text, group, starts, lower)


def _continues_organisation(
    group: list[tuple[str, int, int]], tokens: list[tuple[str, int, int]], link: tuple[str, int, int]
) -> bool:
    if link[0] == "&":
        return True
    after = tokens[tokens.index(link) + 1 :]
    has_head = any(t[0].lower() in words("org_words") for t in group[:1] + group[-1:]) or any(
        t[0] in ("Department", "Ministry", "Committee", "Bureau", "Office", "University") for t in group
    )
    return bool(after) and has_head and " ".join(t[0] for t in after) not in words("places")


def _trim(text: str, group: list[tuple[str, int, int]], starts: set[int], lower: frozenset[str]) -> Iterator[Piece]:
    group = list(group)
    cut = _last_title(group)
    if cut:
        yield from _trim(text, group[: cut - 1], starts, lower)
        group = group[cut:]
    while group and _is_lead(group, starts, lower):
        group.pop(0)
    while group and _is_tail(group):
        group.pop()
    link = next((i for i, t in enumerate(group) if t[0] in ("of", "for")), None)
    if (
        link is not None
        and group[0][0].lower() not in words("org_words")
        and group[link - 1][0].lower() not in words("org_words")
    ):
        yield from _trim(text, group[:link], starts, lower)
        yield from _trim(text, group[link + 1 :], starts, lower)
        return
    if not group:
        return
    start, end = group[0][1], group[-1][2]
    suffix = SUFFIX.match(text[end : end + 6])
    end += suffix.end() if suffix and len(group) > 1 else 0
    tokens = [t[0] for t in group]
    if end - start > 1 and not all(t in words("calendar_words") for t in tokens):
        yield Span(start, end), tokens


def _is_tail(group: list[tuple[str, int, int]]) -> bool:
    """True where the last token belongs to no name: a link, or a role after a name (`Harbour Spokesman`)."""
    word = group[-1][0].lower().rstrip(".")
    is_role = len(group) > 1 and word in role_nouns() and word not in words("org_words")
    return is_role or word in word_class("organisation_links") or word in particles("article")


def _last_title(group: list[tuple[str, int, int]]) -> int:
    """Return the place after the last title inside a sequence (`Harbour Minister Lena Orr`), else 0."""
    for place in range(len(group) - 1, 0, -1):
        plain = group[place - 1][0].lower().rstrip(".")
        follower = group[place][0].lower()
        is_title = plain in titles() or (plain in role_nouns() and place > 1)
        if (
            is_title
            and len(plain) > 1
            and follower not in word_class("organisation_links")
            and follower not in words("org_words")
            and follower not in titles()
        ):
            return place if place > 1 else 0
    return 0


def _is_lead(group: list[tuple[str, int, int]], starts: set[int], lower: frozenset[str]) -> bool:
    """True where the first token belongs to no name: a title, a link, or a common word with a capital."""
    word, start, _ = group[0]
    plain = word.lower().rstrip(".")
    if plain in word_class("organisation_links") or plain in words("calendar_words") or word in words("calendar_words"):
        return True
    if plain in titles():
        nxt = group[1][0].lower() if len(group) > 1 else ""
        return nxt not in word_class("organisation_links") and nxt not in words("org_words")
    is_common = plain in words("common_words") or plain in lower
    if start in starts and is_common:
        return len(group) == 1 or plain in word_class("name_openers") or group[1][0] not in words("org_words")
    if len(group) == 1:
        return (is_common and plain not in words("org_words")) or (plain in lower)
    return plain in word_class("name_openers")


def _judge(text: str, span: Span, tokens: list[str]) -> tuple[EntityType, bool]:
    """Return the type and whether it is sure."""
    printed = span.of(text)
    if (listed := _listed_type(printed, tokens)) is not None:
        return listed, True
    if _title_before(text, span.start_char):
        return "PERSON", True
    if tokens[0] in words("given_names"):
        return "PERSON", len(tokens) > 1
    if re.fullmatch(r"[A-Z]{2,6}s", printed) or any(c.isdigit() for c in printed):
        return "MISC", True
    return _guess(text, span, tokens)


def _listed_type(printed: str, tokens: list[str]) -> EntityType | None:
    """Return the type that the word tables give."""
    plain = [token.lower().rstrip(".,") for token in tokens]
    if printed in words("places") or (plain[-1] in words("place_words") and len(tokens) > 1):
        return "LOC"
    if printed in words("demonyms"):
        return "MISC"
    is_headed = plain[-1] in words("org_words") or plain[0] in word_class("organisation_heads")
    holds_head = len(tokens) > 1 and tokens[0] not in words("given_names") and not words("org_words").isdisjoint(plain)
    return "ORG" if is_headed or holds_head else None


def _guess(text: str, span: Span, tokens: list[str]) -> tuple[EntityType, bool]:
    """Guess from the shape of the name and the word before it."""
    printed = span.of(text)
    plain = [token.lower().rstrip(".,") for token in tokens]
    opens_with_place = len(tokens) > 1 and tokens[0] in words("places") | words("demonyms")
    if (printed.isupper() and 1 < len(printed) < 7) or opens_with_place:
        return "ORG", False
    if not word_class("organisation_links").isdisjoint(plain):
        return "ORG", False
    found = re.search(r"(\w+) $", text[max(0, span.start_char - 16) : span.start_char])
    before = found[1].lower() if found else ""
    if before in word_class("place_prepositions"):
        return "LOC", False
    if 2 <= len(tokens) <= 4 and before not in ("the", "a", "an"):
        return "PERSON", words("common_words").isdisjoint(plain)
    if _speaks(text, span):
        return "PERSON", False
    return ("ORG" if before == "the" else "MISC"), False


def _title_before(text: str, start: int) -> bool:
    word = re.search(r"([^\W\d_][\w’'-]*)\.? (?:[–—-] )?$", text[max(0, start - 24) : start])
    if not word:
        return False
    plain = word[1].lower()
    return plain in titles() or (plain in role_nouns() and plain not in ("source", "member", "president-elect's"))


def _speaks(text: str, span: Span) -> bool:
    """True where a cue of speech stands right beside the name."""
    after = re.match(r",? (?:also |later |has |had )?(\w+)", text[span.end_char : span.end_char + 24])
    before = re.search(r"(\w+) $", text[max(0, span.start_char - 16) : span.start_char])
    near = [m[1].lower() for m in (after, before) if m]
    return any(w in cue_words() and cue_words()[w].class_without_marks == "speech" for w in near)


def _agree(text: str, found: list[tuple[Span, EntityType, bool]]) -> list[Name]:
    """One vote per spelling; a single word takes the type of the person whose last word it is."""
    votes: dict[str, Counter[EntityType]] = {}
    surnames: dict[str, EntityType] = {}
    for span, kind, sure in found:
        printed = span.of(text)
        if kind == "PERSON" and printed.split()[-1] in words("demonyms") | words("places"):
            kind = "MISC"
        votes.setdefault(printed, Counter())[kind] += 4 if sure else 1
        if kind == "PERSON" and " " in printed:
            last = [w for w in printed.replace(",", "").split() if w.rstrip(".") not in ("Jr", "Sr", "II", "III")][-1]
            surnames[last] = "PERSON"
    names: list[Name] = []
    for span, _, _ in found:
        printed = span.of(text)
        kind, weight = votes[printed].most_common(1)[0]
        if kind != "PERSON" and printed in surnames and printed not in words("places"):
            kind = surnames[printed]
        names.append(Name(span, kind, min(0.95, 0.5 + weight / 20)))
    return names
