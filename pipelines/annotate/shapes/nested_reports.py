"""Somebody quoted by somebody: "Peskov said that Putin had said that ...", “He said, ‘Get down’,” Mr Orr said.

Or, the other way round, “It is shut,” Orr said, according to Norwire: the finder takes all of it for Norwire's.

The training corpus marks no attribution inside a content, so the model cannot learn it. A plain said-clause at the
start of an indirect content is read here; what follows its cue, up to the content's end, is the inner content. So are
quotations in a content's quotation, to any depth, where a said-clause stands beside them.
"""

import re
from collections.abc import Iterator, Sequence

from pipelines.annotate.attribution.cues import is_clause
from pipelines.annotate.attribution.said_clauses import said_after, said_before
from pipelines.annotate.lexicon import cue_words, role_nouns, titles, word_class, words
from pipelines.annotate.reading import Attribution
from pipelines.names.lists import particles
from pipelines.records import Span

WORD = re.compile(r"[^\W_](?:[\w’'.-]*\w)?")
BETWEEN = re.compile(r"[.]?[ \u00a0]")  # inside a said-clause: a space, after an abbreviation's full stop too
CONTENT = re.compile(r" (?P<content>(?:that )?[^“”\"]{8,}?)[.,]?$", re.DOTALL)
FARTHEST = 10  # words before the verb
LONGEST_GROUP = 2  # words of "port workers" without an article
PLAIN = ("said", "says")  # what follows is said, whatever it looks like
SPOKEN = r"(?:[^{opening}{closing}\n]|(?<=\w)[’'](?=\w))*"
INNER = r"(?<![\w{closing}])(?P<content>[{opening}](?=\S)" + SPOKEN + r"[{closing}])(?!\w)"
WITHIN = {
    mark: re.compile(INNER.format(opening=opening, closing=closing))
    for marks, opening, closing in (('“"', "‘'", "’'"), ("‘'", '“"', '”"'))
    for mark in marks
}  # by the mark outside: quotations in the other kind of marks; an apostrophe in a word ends none
SAYING = re.compile(r"\b(?P<cue>saying|asking|shouting|yelling|telling (?:me|us|him|her|them)),? $")
WHO = (
    r"(?:\b(?:[Hh]e|[Ss]he|[Tt]hey|I|[Ww]e|[Pp]eople|[Ss]ome|[Ss]omeone|[Ss]omebody|[Ee]verybody|[Ee]veryone)"
    r"|\b(?:[Tt]he|[Aa]n?|[Oo]ne|[Mm]y|[Yy]our|[Hh]is|[Hh]er|[Oo]ur|[Tt]heir)(?: [\w’'-]+){1,3}?"
    r"|[^\W\d_a-z][\w’'.-]+(?: [^\W\d_a-z][\w’'.-]+){0,2})"
)
TOLD = re.compile(
    rf"(?P<source>{WHO}) (?:(?!(?:he|she|they|I|we|who|that) )[\w’'-]+ ){{0,3}}?"
    r"(?P<cue>(?:(?:was|were|is|are) )?(?:all |just )?like|(?P<verb>[a-z]{3,12}))"
    r"(?: (?:to )?(?:me|us|him|her|them))?[,:]? ?$"
)
TELLS = re.compile(
    r"(?:(?<=[“\"‘'])|(?<=[.!?…’'] ))(?:And |But |So )?(?P<source>He|She|They|Some|People|The [\w’'-]+(?: [\w’'-]+)?"
    r"|My [\w’'-]+|he|she|they|people) (?:also |just |always |even |then )?"
    r"(?P<cue>(?P<told>told (?:me|us))|said|says?|suggested)(?= ) "
    r"(?P<content>(?:that )?(?P<claim>(?![\W]*[“\"‘'])[^.!?“”\"\n]{8,}?))(?=,? which |,?[”\"]|[.!?…])"
)
UNSAID = re.compile(
    r"^(?:It|This|That|There|What)\b|\b(?:would|will|could|should|might|and say|feels?|looks?|sounds?)\b"
)
BREAK = re.compile(r"[.!?;]\s|[“”]")
PAPER = ("according to", "as reported by", "as quoted by", "reported by")
QUOTED = re.compile(r"[“\"][^“”\"]+[”\"]")
COMMA = re.compile(r",(?= )")
REST = re.compile(r"[^.!?“”\"\n]{0,80}")  # behind a said-clause: whom it was told to, when and where
REACH = 120  # characters before a quotation that hold its said-clause
SHARE = 0.9  # of the score of the attribution around it


def with_nested(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions and, after each, the one that its content begins with and those in its quotations."""
    starts = {a.content[0].start_char for a in attributions}
    return [
        found
        for outer in attributions
        for found in (
            outer,
            *_inner(text, outer),
            *_quoted_inside(text, outer, starts),
            *_told_inside(text, outer),
            *_said_at_end(text, outer, attributions),
        )
    ]


def _said_at_end(text: str, outer: Attribution, attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield the words that a content begins with, said by whom it ends with: `“It is shut,” Orr said on Friday`."""
    if not outer.cue or outer.cue[0].of(text).lower() not in PAPER or len(outer.content) != 1:
        return
    span = outer.content[0]
    quoted = QUOTED.match(text, span.start_char, span.end_char)
    ends = [quoted.end()] if quoted else [m.end() for m in COMMA.finditer(text, span.start_char, span.end_char)]
    read = {a.source[0].start_char for a in attributions if a is not outer and a.source}
    for end in ends:
        said = said_after(text, end)
        if said is None or said[1].start_char in read:
            continue
        last = max(part.end_char for part in said)
        if last <= span.end_char and REST.fullmatch(text, last, span.end_char):
            content = Span(span.start_char, end if quoted else end - 1)
            yield Attribution([content], said[:1], said[1:], round(SHARE * outer.score, 4))
            return


def _told_inside(text: str, outer: Attribution) -> Iterator[Attribution]:
    """Yield the sentences of a quotation that tell what others said: `They told us it was safe.`"""
    for span in outer.content:
        if text[span.start_char] not in WITHIN:
            continue
        for match in TELLS.finditer(text, span.start_char + 1, span.end_char):
            if is_clause(match["claim"]) or match["told"]:
                content, cue, source = (Span(*match.span(part)) for part in ("content", "cue", "source"))
                yield Attribution([content], [cue], [source], round(SHARE * outer.score, 4))


def _quoted_inside(text: str, outer: Attribution, starts: set[int]) -> Iterator[Attribution]:
    """Yield the quotations in other marks inside the content's own, each with the said-clause before or after it."""
    for span in outer.content:
        opening = text[span.start_char]
        marks = WITHIN.get(opening)
        if marks is None:
            continue
        for match in marks.finditer(text, span.start_char + 1, span.end_char):
            inner = Span(*match.span("content"))
            said = _said_beside(text, inner, span) if inner.start_char not in starts else None
            if said is None:
                continue
            nested = Attribution([inner], said[:1], said[1:], round(SHARE * outer.score, 4))
            yield nested
            yield from _quoted_inside(text, nested, starts)


def _said_beside(text: str, inner: Span, outer: Span) -> tuple[Span, ...] | None:
    """Return cue and source, or a cue alone (`saying, ‘...’`), beside a quotation and inside the words around it."""
    led = outer.start_char + len(text[outer.start_char : inner.start_char].rstrip(" :"))
    before = said_before(text, led)
    if before is not None:
        is_inside = all(outer.start_char <= s.start_char for s in before)
        return before if is_inside else None
    if saying := SAYING.search(text[outer.start_char : inner.start_char]):
        return (Span(outer.start_char + saying.start("cue"), outer.start_char + saying.end("cue")),)
    after = said_after(text, inner.end_char)
    if after is not None:
        return after if all(s.end_char <= outer.end_char for s in after) else None
    return _told_before(text, inner, outer)


def _told_before(text: str, inner: Span, outer: Span) -> tuple[Span, Span] | None:
    """Return cue and source as people talk: `She was like: ‘...’`, `My mother used to say ‘...’`."""
    first = max(outer.start_char + 1, inner.start_char - REACH)
    stretch = BREAK.split(text[first : inner.start_char])[-1]
    match = TOLD.search(stretch)
    if match is None or (match["verb"] and not _is_saying(match["verb"])) or UNSAID.search(match[0]):
        return None
    if match["verb"] == "say" and "used to" not in match[0]:
        return None
    at = inner.start_char - len(stretch)
    cue, source = (Span(at + match.start(part), at + match.end(part)) for part in ("cue", "source"))
    return cue, source


def _is_saying(verb: str) -> bool:
    cue = cue_words().get(verb)
    return verb in ("say", "goes") or (cue is not None and cue.lemma in word_class("nested_lemmas"))


def _inner(text: str, outer: Attribution) -> Iterator[Attribution]:
    if not outer.cue:
        return
    span = outer.content[-1]
    clause = _clause(text, span)
    if clause is None:
        return
    source, cue = clause
    match = CONTENT.match(text, cue.end_char, span.end_char)
    if match and (cue.of(text).split()[-1] in PLAIN or is_clause(match["content"]) or "told" in cue.of(text)):
        yield Attribution([Span(*match.span("content"))], [cue], [source], round(SHARE * outer.score, 4))


def _clause(text: str, span: Span) -> tuple[Span, Span] | None:
    """Return source and cue of the said-clause that `span` begins with."""
    tokens = _tokens(text, span)
    first = 1 if tokens and tokens[0][0].lower() == "that" else 0
    verb = next((n for n in range(first + 1, len(tokens)) if _is_said(tokens[n][0])), None)
    if verb is None:
        return None
    last = verb - 1
    while last > first and tokens[last][0].lower() in word_class("auxiliaries"):
        last -= 1
    before = {tokens[n][0].lower() for n in range(last + 1, verb)}
    is_unsaid = before & (
        word_class("negations") | word_class("refusals") | word_class("hypotheticals") | word_class("passive_be")
    )
    subject = [token for token, _ in tokens[first : last + 1]]
    if is_unsaid or not _is_somebody(subject):
        return None
    end = _cue_end(tokens[verb:])
    return Span(tokens[first][1].start_char, tokens[last][1].end_char), Span(tokens[last + 1][1].start_char, end)


def _tokens(text: str, span: Span) -> list[tuple[str, Span]]:
    """Return the first words of `span`, up to the first that more than a space parts from the one before."""
    found: list[tuple[str, Span]] = []
    at = span.start_char
    while len(found) < FARTHEST + 4 and (match := WORD.match(text, at, span.end_char)):
        found.append((match[0], Span(*match.span())))
        gap = BETWEEN.match(text, match.end(), span.end_char)
        if gap is None:
            break
        at = gap.end()
    return found


def _is_said(word: str) -> bool:
    cue = cue_words().get(word)
    if cue is None or cue.lemma not in word_class("nested_lemmas"):
        return False
    return word in ("said", "told", "wrote") or (word.endswith(("ed", "s")) and cue.lemma != "tell")


def _is_somebody(subject: Sequence[str]) -> bool:
    """True for a pronoun, a name with or without a role, and a role or body with an article: `the mayor of Vell`."""
    if len(subject) == 1 and subject[0].lower() in word_class("subject_pronouns") - {"it", "who", "you"}:
        return True
    core = list(subject)
    for place, token in enumerate(subject):
        if place and token in ("of", "for"):
            core = list(subject[:place])
            break
    head = core[-1]
    plain = head.lower()
    if any(t.lower() in word_class("clause_starts") for t in subject):
        return False
    if head[0].isupper():
        return all(t[0].isupper() or t.lower() in particles("article") or _modifies(t) for t in core)
    is_group = plain in words("group_nouns") and plain not in word_class("determiners")
    if core[0].lower() in word_class("determiners") and len(core) > 1:
        return is_group or plain in role_nouns() or plain in titles() or plain in word_class("organisation_nouns")
    return is_group and len(core) <= LONGEST_GROUP


def _modifies(token: str) -> bool:
    plain = token.lower().rstrip(".")
    is_role = plain in role_nouns() or plain in titles() or plain in word_class("role_adjectives")
    return is_role or plain in word_class("determiners")


def _cue_end(words_from: Sequence[tuple[str, Span]]) -> int:
    """Return where the cue ends that begins with a verb: with the verb, an adverb, or with whom it tells."""
    verb = words_from[0][0]
    last = 0
    if cue_words()[verb].lemma == "tell":
        that = next((n for n, (word, _) in enumerate(words_from) if word == "that"), None)
        last = that - 1 if that else 1
    elif len(words_from) > 1 and words_from[1][0] in ("repeatedly", "again", "earlier", "before"):
        last = 1
    return words_from[min(last, len(words_from) - 1)][1].end_char
