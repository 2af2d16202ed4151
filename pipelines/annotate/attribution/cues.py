"""What a cue says: its lemma and class, or no class where it is negated, passive or hypothetical.

Classes: speech, writing, thought (with stances, wishes and plans), document. A cue that reports words only beside
quotation marks ("praised") has the class of `cues.csv`'s last column without them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.annotate.lexicon import CueWord, cue_words, word_class, words
from pipelines.annotate.naming.source_phrases import Source, is_shouted
from pipelines.records import CueClass, QuoteKind, SourceType, Span

TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")

CLAUSE_WORDS = 12  # of a content that are looked at for a subject and a verb
CLAUSE_CHARACTERS = 120  # that hold so many words

ASKED = re.compile(r"(?:Asked|Challenged|Pressed|Questioned)\b")  # a sentence begins with it: who asks is not said
NEAR = 30  # characters before a cue that may deny it: "did not", "would have"
CALL_FOR = re.compile(r"\w*(?:\s+\w+){0,2}?\s*\bfor\b")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue, read; `lemma` is null where no word of the table is in it."""

    lemma: str | None = None
    cue_class: CueClass | None = None


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
    if not spans:
        return Cue()
    printed = " ".join(span.of(text) for span in spans).lower()
    tokens = TOKEN.findall(printed)
    if not tokens:
        is_mark = printed.strip(" :—–―-") == ""
        return Cue(printed.strip() or None, "speech" if is_mark else None)
    if text[spans[0].start_char : spans[0].end_char].isupper() and not is_shouted(text, spans[0]):
        return Cue(None, None)  # "READ MORE: ..."
    place, cue = _head(tokens, has_marks=kind != "indirect")
    if cue is None:
        return Cue(None, None if kind == "indirect" else "speech")
    if cue.lemma == "call" and CALL_FOR.match(text, spans[-1].end_char - 3):
        cue = CueWord("call for", "speech", "speech")
    found = _class_by_source(cue, source, kind, source_type)
    if cue.lemma == "according to" or tokens[place] in ("reportedly", "allegedly"):
        return Cue(cue.lemma, found)
    before = [*_before(text, spans[0]), *tokens[:place]]
    is_asked = source.form == "none" and ASKED.match(text, spans[0].start_char) is not None
    if is_asked or _is_withheld(tokens[place], cue, before):
        return Cue(cue.lemma, None if kind == "indirect" else cue.cue_class)
    if kind != "indirect":
        return Cue(cue.lemma, found)
    if not _reports(text, tokens[place], cue, source, content):
        return Cue(cue.lemma, "thought" if cue.cue_class == "speech" and source.form != "none" else None)
    is_figure = cue.lemma in word_class("figure_lemmas") and source_type in ("organisation", "document")
    return Cue(cue.lemma, "document" if is_figure else found)  # a body's estimates stand in its papers


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


def _before(text: str, span: Span) -> list[str]:
    """Return the last words before the cue, within its sentence."""
    near = re.split(r"[.!?;:,\"“”\n]", text[max(0, span.start_char - NEAR) : span.start_char])[-1]
    return TOKEN.findall(near.lower())[-2:]


def _is_withheld(word: str, cue: CueWord, before: Sequence[str]) -> bool:
    """True where nothing was said by the source: "did not say", "was told", "would argue"."""
    if cue.lemma == "deny":
        before = [w for w in before if w != "denied"]
    near = before[-4:]
    if any(w in word_class("negations") or w.endswith(("n't", "n’t")) for w in near):
        return True
    if any(w in word_class("hypotheticals") or w.endswith(("'d", "’d")) for w in near):
        return True
    if near and near[-1] == "to" and not set(near) & {"on", "continued", "continues"}:
        return True
    is_passive = word.endswith("ed") or word in ("said", "told", "known", "seen", "written", "read", "found", "quoted")
    last = [w for w in near if w not in ("also", "being", "first", "later", "often") and not w.endswith("ly")]
    return is_passive and bool(last) and (last[-1] in word_class("passive_be") or last[-1] == "been")
