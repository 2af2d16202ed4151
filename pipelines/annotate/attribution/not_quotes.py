"""What looks like an attribution and is none: titles of works, scare quotes, links to other articles."""

import re
from collections.abc import Sequence

from pipelines.annotate.attribution.cues import is_clause
from pipelines.annotate.lexicon import cue_words, word_class
from pipelines.annotate.reading import Attribution
from pipelines.records import Span

LINK = re.compile(
    r"(?:READ MORE|READ ALSO|ALSO READ|READ NEXT|READ|RELATED|WATCH(?: BELOW| NOW| LIVE)?|LISTEN|SEE ALSO|SEE MORE|MORE"
    r"|Read more|Read also|Also read|Read next|Related|See also|Watch|Don[’']t miss|Further reading|More from|More on"
    r"|Recommended|Relevant|Sign up|Subscribe|Suggested)\b[^\n:|.]{0,20}[:|]"
)
UNKNOWN = 0.7  # least score of a report in other words whose cue holds no word that reports, in any of its senses
SCARE = 5  # words; a quotation of more is no scare quote
TO_BE = ("is", "are", "was", "were")
ALL_QUOTED = 0.9  # share of a content; where all of it is in marks, somebody is quoted
LONGEST_TITLE = 12  # words of a work's title
LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
WORD = re.compile(r"[^\W_][\w’'-]*")
MARKS = "\"'`“”„‘’‚«»‹›"


def is_quote(text: str, attribution: Attribution, quoted: Sequence[Span]) -> bool:
    """Judge one attribution; `quoted` are the pieces of quotations in its content."""
    if _is_link(text, attribution.content[0].start_char):
        return False
    if not quoted and not attribution.cue:
        return bool(attribution.source)  # the page lays an answer, a letter, a tribute to somebody
    if not quoted:
        return not (_is_doubtful(text, attribution) or _is_sight(text, attribution))
    return not (_is_scare(text, attribution, quoted) or _is_titles(text, attribution, quoted))


def _is_link(text: str, offset: int) -> bool:
    """True in a line that sends the reader elsewhere: `READ MORE: Mayor says ...`."""
    line = text.rfind("\n", 0, offset) + 1
    return LINK.match(text, line, offset + 1) is not None


def _is_doubtful(text: str, attribution: Attribution) -> bool:
    """True for an act that is hardly a report: `the council <unveiled> the plan`; a known cue is proof of its own."""
    if not attribution.cue or attribution.score >= UNKNOWN:
        return False
    tokens = [w.lower() for span in attribution.cue for w in LETTERS.findall(span.of(text))]
    return bool(tokens) and cue_words().keys().isdisjoint(tokens)


def _is_sight(text: str, attribution: Attribution) -> bool:
    """True where somebody is seen or heard to do something: `a man <is seen> running`; not `<is seen> as a threat`."""
    tokens = [w.lower() for span in attribution.cue for w in LETTERS.findall(span.of(text))]
    place = next((n for n, token in enumerate(tokens) if token in word_class("perceived")), 0)
    if not place or tokens[place - 1] not in word_class("passive_be"):
        return False
    content = attribution.content[0].of(text)
    reports = not cue_words().keys().isdisjoint(tokens[place + 1 :]) and is_clause(content)
    return not reports and "as" not in (*tokens[place + 1 :], *content.lower().split()[:1])


def _is_scare(text: str, attribution: Attribution, quoted: Sequence[Span]) -> bool:
    """True for a few words in marks that no source says and no cue of saying brings: `the “temporary” barrier`."""
    if attribution.source or any(_length(text, span) > SCARE for span in quoted):
        return False
    total = sum(s.end_char - s.start_char for s in attribution.content)
    share = sum(s.end_char - s.start_char for s in quoted) / total
    is_whole = share >= ALL_QUOTED and not _is_subject(text, attribution, quoted)
    return not is_whole and not _reports(text, attribution)


def _is_subject(text: str, attribution: Attribution, quoted: Sequence[Span]) -> bool:
    """True for words in marks of which the writer says something: `“Synonyms” are not allowed`."""
    cue, last = attribution.cue, quoted[-1]
    is_phrase = text[max(0, last.end_char - 2)] not in ".!?,…"
    return bool(cue) and is_phrase and text[last.end_char : cue[0].start_char] == " " and cue[0].of(text) in TO_BE


def _reports(text: str, attribution: Attribution) -> bool:
    tokens = [w.lower() for span in attribution.cue for w in WORD.findall(span.of(text))]
    return any(t in cue_words() and cue_words()[t].cue_class in ("speech", "writing") for t in tokens)


def _length(text: str, span: Span) -> int:
    return len(span.of(text).split())


def _is_titles(text: str, attribution: Attribution, quoted: Sequence[Span]) -> bool:
    """True where all that is quoted are titles of works that the cue makes or performs: `wrote “Harbour Lights”`."""
    tokens = {w.lower() for span in attribution.cue for w in WORD.findall(span.of(text))}
    lemmas = {cue_words()[t].lemma for t in tokens if t in cue_words()}
    titles = [span.of(text) for span in quoted]
    has_long = any(len(WORD.findall(printed)) > 1 for printed in titles)  # “No” alone may be said
    return bool(lemmas & word_class("work_lemmas")) and has_long and all(map(_is_title, titles))


def _is_title(printed: str) -> bool:
    inner = printed.strip(MARKS)
    tokens = WORD.findall(inner)
    small = word_class("title_small")
    is_capital = all(t[0].isupper() or t[0].isdigit() or t.lower() in small for t in tokens)
    return 0 < len(tokens) <= LONGEST_TITLE and tokens[0][0].isupper() and is_capital and inner[-1:] not in tuple(".!?")
