"""What a cue says: its lemma and class. `read_cue` reads them off tables, `judge_cue` has the class that is learned.

Classes: speech, writing, document, thought (with stances, wishes and plans), act. By the tables a cue that is negated,
passive or hypothetical has none, and one that reports words only beside quotation marks ("praised") has the class of
`cues.csv`'s last column without them. They decide what is fact (marks, links, what was asked or withheld), and which
statements are plain reports of words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.annotate.attribution.cue_classes import choose_class
from pipelines.annotate.attribution.cue_evidence import Reported, read_evidence
from pipelines.annotate.attribution.withheld import is_withheld, words_before
from pipelines.annotate.lexicon import CueWord, cue_words, word_class, words
from pipelines.annotate.naming.source_phrases import Source, is_shouted
from pipelines.records import STATEMENTS, CueClass, QuoteKind, SourceType, Span

TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")

CLAUSE_WORDS = 12  # of a content that are looked at for a subject and a verb
CLAUSE_CHARACTERS = 120  # that hold so many words

ASKED = re.compile(r"(?:Asked|Challenged|Pressed|Questioned)\b")  # a sentence begins with it: who asks is not said
PREPOSITIONS = frozenset(
    ("per", "in the words of", "account", "telling", "words", "reckoning", "version", "put it", "puts it", "tells it")
)  # cues of `shapes/prepositions`
CALL_FOR = re.compile(r"\w*(?:\s+\w+){0,2}?\s*\bfor\b")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue, read; `lemma` is null where no word of the table is in it."""

    lemma: str | None = None
    cue_class: CueClass | None = None
    is_withheld: bool = False
    is_performed: bool = False  # see `Quote`
    is_fact: bool = False  # of layout or grammar: nothing is to be learned


def judge_cue(text: str, one: Reported) -> Cue:
    """Return the cue of one attribution with its class in its sentence."""
    listed = read_cue(text, one.cue, one.source, one.content[0], kind=one.kind, source_type=one.source_type)
    if listed.is_fact or listed.is_withheld:
        return listed
    cue_class = choose_class(read_evidence(text, one), one.kind)
    plain = (None, "speech", "writing") if one.kind != "indirect" else ("speech", "writing")
    is_worded = listed.lemma in word_class("worded_lemmas")  # what somebody is accused of, or asked, is said in words
    is_performed = cue_class in STATEMENTS and listed.cue_class not in plain and not is_worded
    return Cue(listed.lemma, cue_class, is_performed=is_performed)


def read_cue(
    text: str,
    spans: Sequence[Span],
    source: Source,
    content: Span,
    *,
    kind: QuoteKind,
    source_type: SourceType | None = None,
) -> Cue:
    """Read the cue at `spans` beside `content` of `kind` (direct, mixed, indirect); `source_type` is the speaker's."""
    if not spans or _is_link(text, spans[0]):
        return Cue(is_fact=True)
    printed = " ".join(span.of(text) for span in spans).lower()
    tokens = TOKEN.findall(printed)
    if not tokens or printed in PREPOSITIONS:
        is_mark = printed.strip(" :—–―-") == ""
        return Cue(printed.strip() or None, "speech" if is_mark or tokens else None, is_fact=True)
    place, cue = _head(tokens, has_marks=kind != "indirect")
    if cue is None:
        return Cue(None, None if kind == "indirect" else "speech")
    if cue.lemma == "call" and CALL_FOR.match(text, spans[-1].end_char - 3):
        cue = CueWord("call for", "speech", "speech")
    found = _class_by_source(cue, source, kind, source_type)
    if cue.lemma == "according to" or tokens[place] in ("reportedly", "allegedly"):
        return Cue(cue.lemma, found)
    if is_withheld(text, spans, content, source):
        return Cue(cue.lemma, found, is_withheld=True)
    before = [*words_before(text, spans[0], source), *tokens[:place]]
    is_asked = source.form == "none" and ASKED.match(text, spans[0].start_char) is not None
    is_unsaid = is_asked or _is_unsaid(tokens[place], before)
    if kind != "indirect":
        return Cue(cue.lemma, cue.cue_class if is_unsaid else found)
    if is_unsaid:
        return Cue(cue.lemma, None, is_fact=is_asked)
    if not _reports(text, tokens[place], cue, source, content):
        return Cue(cue.lemma, "thought" if cue.cue_class == "speech" and source.form != "none" else None)
    return Cue(cue.lemma, "document" if _is_figure(cue, source_type) else found)


def _is_link(text: str, cue: Span) -> bool:
    """True for capitals that send the reader elsewhere: `READ MORE: ...`."""
    return cue.of(text).isupper() and not is_shouted(text, cue)


def _is_figure(cue: CueWord, source_type: SourceType | None) -> bool:
    """True for a body's estimates: they stand in its papers."""
    return cue.lemma in word_class("figure_lemmas") and source_type in ("organisation", "document")


def _reports(text: str, word: str, cue: CueWord, source: Source, content: Span) -> bool:
    """False for a fact's "..., confirming that ..." without a source, and for an act ("announced the end")."""
    if source.form == "none" and word.endswith("ing"):
        return False
    return cue.lemma not in word_class("act_lemmas") or is_clause(content.of(text))


def is_clause(content: str) -> bool:
    """Return whether the content is a statement ("that the ferry is late"), not a thing ("the end of the strike")."""
    tokens = [token.lower() for token in TOKEN.findall(content[:CLAUSE_CHARACTERS])][:CLAUSE_WORDS]
    if not tokens or tokens[0] == "to":
        return False
    if tokens[0] == "that" and len(tokens) > 1 and _is_verb(tokens[1]):
        return False  # "a statement that hinted at a strike"
    if tokens[0] in word_class("clause_openers") | word_class("subject_pronouns"):
        return True
    relative = next((n for n, t in enumerate(tokens) if t in ("that", "which", "who", "whose") and n), len(tokens))
    return not word_class("finite_verbs").isdisjoint(tokens[:relative])


def _is_verb(token: str) -> bool:
    return token in word_class("finite_verbs") or (token.endswith("ed") and token in cue_words())


def _class_by_source(cue: CueWord, source: Source, kind: QuoteKind, source_type: SourceType | None) -> CueClass:
    found = cue.class_without_marks if kind == "indirect" else cue.cue_class
    if source.form == "nominal" and source.head in words("document_nouns"):
        if source.head in word_class("written_documents"):
            return "writing" if found == "speech" else found
        if found in ("speech", "writing"):
            return "document" if kind == "indirect" and source_type != "person" else "writing"
    return found


def _head(tokens: Sequence[str], *, has_marks: bool) -> tuple[int, CueWord | None]:
    """Return the place and entry of the first word that reports, speech and writing first."""
    found = [
        (place, cue_words()[word])
        for place, word in enumerate(tokens)
        if word in cue_words() and not (place and word == "long")  # "have long debated"
    ]
    for place, cue in found:
        if (cue.cue_class if has_marks else cue.class_without_marks) in ("speech", "writing"):
            return place, cue
    return found[0] if found else (0, None)


def _is_unsaid(word: str, before: Sequence[str]) -> bool:
    """True where it is not the source that said it, or not yet: "was told", "would argue"."""
    near = before[-4:]
    if any(w in word_class("hypotheticals") or w.endswith(("'d", "’d")) for w in near):
        return True
    if near and near[-1] == "to" and not set(near) & {"on", "continued", "continues"}:
        return True
    is_passive = word.endswith("ed") or word in ("said", "told", "known", "seen", "written", "read", "found", "quoted")
    last = [w for w in near if w not in ("also", "being", "first", "later", "often") and not w.endswith("ly")]
    return is_passive and bool(last) and (last[-1] in word_class("passive_be") or last[-1] == "been")
