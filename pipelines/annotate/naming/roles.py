"""What the page says that somebody is, right beside the name: a title or role before it, kin, an apposition after."""

import re

from pipelines.annotate.lexicon import cue_words, is_role, role_nouns, titles, word_class
from pipelines.annotate.naming.titles_before import is_honorific, title_before
from pipelines.records import Span

NEAR = 90  # characters before a name
BEHIND = 130  # characters after a name
LONGEST_APPOSITION = 14  # words
LINKS = ("of", "for", "at", "in", "with", "from", "to")
WORD = re.compile(r"[\w’'-]+")
WHO_IS = re.compile(r"^who(?: is| was|[’']s| has been)(?: also| now| once)? (?=(?:an?|the|his|her|their|its) )")
APPOSITION_END = re.compile(
    r"[,;.—–:]\s|[.,;]$|\)| \(| (?:(?:for|from|in|of|on|to|with) )?"
    r"(?:who|whom|whose|which|where|when|while|that|because|although) "
)
SAYINGS = frozenset(  # `accused of` may be a participle
    word
    for word, cue in cue_words().items()
    if cue.class_without_marks in ("speech", "writing") and not word.endswith("ed") and not is_role(word)
) - {"report", "statement"}
NO_OPENERS = (
    word_class("subject_pronouns")
    | word_class("prepositions")
    | {"who", "whom", "whose", "which", "when", "where", "and", "or", "but", "as", "if"}
)
DESCRIPTION = re.compile(r"(?<![\w’'])(?:the|an?|another|one|its|his|her|their|[^\W\d_a-z][\w.-]*[’']s?) ", re.I)
INNER_BREAK = re.compile(r"[,;:.!?()“”\"—–]\s| (?:and|who|that|which|said|says|told) ")
KIN = re.compile(
    rf"([^\W\d_a-z][\w-]*[’']s?|\b(?:[Hh]is|[Hh]er|[Tt]heir)) (?:[\w-]+ )?({'|'.join(sorted(word_class('kin')))}),? $"
)


def stated_gender(role: str | None) -> str | None:
    """Return the gender that a title or role states ("Mrs", "spokeswoman")."""
    for token in reversed(re.findall(r"[\w’'-]+", (role or "").lower())[-6:]):
        title = titles().get(token)
        stated = (title.gender if title else None) or role_nouns().get(token)
        if stated:
            return stated
    return None


def role_beside(text: str, span: Span) -> str | None:
    """Return the title or role printed before the name, or the apposition after it."""
    before = text[max(0, span.start_char - NEAR) : span.start_char].rsplit("\n", 1)[-1]
    if title := title_before(before, span.of(text)):
        return title
    kin = KIN.search(before)
    return kin[0].rstrip(" ,") if kin else apposition(text, span) or _apposition_before(text, before, span)


def _apposition_before(text: str, before: str, span: Span) -> str | None:
    """Return the description whose apposition the name is: `the director of the port, Lena Orr, said`."""
    if not before.endswith(", ") or text[span.end_char : span.end_char + 1] not in tuple(",.;)\n"):
        return None
    found = None
    for match in reversed(list(DESCRIPTION.finditer(before))):
        phrase = before[match.start() :].rstrip(" ,")
        if INNER_BREAK.search(phrase) or not is_role(_core(phrase)[-1]) or not _noun_phrase(phrase):
            continue
        found = phrase
        if not before[: match.start()].endswith(" of "):  # else it may be `the brother of the gunman`
            break
    return found


def apposition(text: str, span: Span) -> str | None:
    """Return the apposition after a name, whatever title stands before it: `the Rt Rev Lena Orr, Bishop of Vell`."""
    tail = text[span.end_char : span.end_char + BEHIND].split("\n", 1)[0]
    if not re.match(r", | \(|,? (?:—|–) ", tail):
        return None
    first = _noun_phrase(APPOSITION_END.split(tail.lstrip(" ,(—–"))[0])
    tokens = WORD.findall(first.lower())
    is_short = 0 < len(tokens) <= LONGEST_APPOSITION
    core = _core(first)
    if not is_short or not any(map(is_role, core)) or re.split("[’']", core[0])[0] in NO_OPENERS:
        return None
    begins = core[0] in ("the", "a", "an", "his", "her", "their", "one") or first[0].isupper()
    return first if begins or is_role(core[-1]) else None


def _noun_phrase(printed: str) -> str:
    """Return what stands behind a name less `who is`, and less a verb behind `an officer`; nothing for a clause.

    `the director told her` is a clause of its own, `Mr. Falk’s director` is another's.
    """
    phrase = WHO_IS.sub("", printed.strip(), count=1)
    for match in WORD.finditer(phrase):
        token = match[0].lower()
        if match.start() and is_honorific(token):
            return ""
        if token in word_class("finite_verbs") or token in SAYINGS:
            return phrase[: match.start()].rstrip() if phrase.startswith(("a ", "an ")) else ""
    return phrase


def _core(phrase: str) -> list[str]:
    """Return the words of a description up to its first preposition, lower case."""
    tokens = WORD.findall(phrase.lower())
    return tokens[: next((n for n, t in enumerate(tokens) if n and t in LINKS), len(tokens))]
