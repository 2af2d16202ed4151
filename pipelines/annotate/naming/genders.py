"""Gender of people as their pronouns in the text show it; never guessed from a given name.

A sentence that names one person only, first, and then says "her" votes; so does a sentence that begins with "She"
after one; who says the quotation that begins a sentence is not told by the name before.
"""

import re
from collections.abc import Iterator, Sequence

from pipelines.annotate.naming.chains import Chains
from pipelines.annotate.naming.source_phrases import pronoun_gender
from pipelines.annotate.page.layout import Layout
from pipelines.annotate.reading import Attribution, Name
from pipelines.records import Span

PRONOUN = re.compile(
    r"\b(?:(?P<told>told|tells|asked|asks|thanked|praised|blamed|accused|urged|assured|warned|reminded) )?"
    r"(?P<pronoun>he|him|his|himself|she|her|hers|herself)\b",
    re.I,
)
MARK = re.compile(r"[“\"«]")
OTHERS = ("him", "her")  # behind `told`: whom the subject tells something is somebody else
OPENING = re.compile(r"(?:[\"“”'‘’.\s]*)(?:But |And |Yet |Still, |Now |Then |Later |Earlier )?(he|she|his|her)\b", re.I)
OWN = re.compile(r"(?:that )?(?:he|she|his|her)\b", re.I)


def observe_genders(text: str, layout: Layout, names: Sequence[Name], chains: Chains, quoted: Sequence[Span]) -> None:
    """Add the votes of pronouns outside quotations to the chains' `genders`."""
    mask = _outside(text, quoted)
    people: dict[int, list[int]] = {}
    for number, name in enumerate(names):
        if name.entity_type == "PERSON":
            sentence = layout.sentence_at(name.span.start_char)
            if sentence is not None:
                people.setdefault(sentence, []).append(number)
    for sentence_no, inside in people.items():
        named = {chains.of_name[number] for number in inside}
        if len(named) != 1:
            continue
        chain = chains.all[named.pop()]
        span = layout.sentences[sentence_no].span
        told = names[inside[0]].span.end_char
        quotation = MARK.search(text, told, span.end_char)  # behind one, somebody else may be told of
        pronouns = PRONOUN.finditer(mask, told, quotation.start() if quotation else span.end_char)
        seen: set[str | None] = set()  # genders of the pronouns here
        others: set[str | None] = set()  # of those whom the subject tells something
        for m in pronouns:
            (others if m["told"] and m["pronoun"] in OTHERS else seen).add(pronoun_gender(m["pronoun"].lower()))
        if len(seen) == 1:
            chain.genders[str(seen.pop())] += 1
        if sentence_no + 1 < len(layout.sentences) and sentence_no + 1 not in people:
            following = layout.sentences[sentence_no + 1]
            first = following.span.start_char
            opening = OPENING.match(mask, first, following.span.end_char) if mask[first] == text[first] else None
            is_near = following.paragraph_no == layout.sentences[sentence_no].paragraph_no
            if opening and is_near and pronoun_gender(opening[1].lower()) not in others:
                chain.genders[str(pronoun_gender(opening[1].lower()))] += 1


def reported_words(text: str, attributions: Sequence[Attribution]) -> Iterator[Span]:
    """Yield what is told in other words, but for a pronoun at its start: `Orr said <she> knew that her son had`.

    Only the first is mostly the speaker's own; the others may be anybody's.
    """
    for attribution in attributions:
        for span in attribution.content:
            opening = OWN.match(text, span.start_char)
            yield Span(opening.end() if opening else span.start_char, span.end_char)


def _outside(text: str, quoted: Sequence[Span]) -> str:
    """Return `text` with quotations blanked, same length."""
    pieces, at = [], 0
    for span in sorted(quoted, key=lambda span: span.start_char):
        start = max(at, span.start_char)
        if span.end_char > start:
            pieces += [text[at:start], " " * (span.end_char - start)]
            at = span.end_char
    return "".join([*pieces, text[at:]])
