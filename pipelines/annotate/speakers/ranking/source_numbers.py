"""The numbers that all candidates of an attribution share, and the row of nobody."""

import re

from pipelines.annotate.lexicon import is_role, word_class, words
from pipelines.annotate.naming.source_phrases import nominal_type
from pipelines.annotate.speakers.ranking.features import FAR, GENDERS, NOWHERE, OF_CANDIDATE, agreement
from pipelines.annotate.speakers.ranking.view import View

ANSWERING = re.compile(
    r"(?:\w+ly )?(?:repl(?:y|ies|ied)|retort|answer|respond|counter|shot back|hit back|snapped back)"
)
PRONOUNS = {"he": 1.0, "him": 1.0, "his": 2.0, "she": 1.0, "her": 2.0, "it": 3.0, "its": 3.0, "they": 4.0, "who": 5.0}
PRONOUNS |= {"which": 6.0, "that": 6.0, "i": 7.0, "me": 7.0, "my": 7.0, "we": 8.0, "us": 8.0, "you": 9.0}
FORMS = {"none": 0.0, "pronoun": 1.0, "nominal": 2.0, "name": 3.0}
KINDS = {"indirect": 0.0, "mixed": 1.0, "direct": 2.0}
TYPES = {"person": 0.0, "organisation": 1.0, "group": 2.0, "document": 3.0, "unnamed": 4.0}
SENTENCE_START = 3  # characters into a sentence that count as its start: a quotation mark, a space
MOST_WORDS, MOST_NAMES = 9, 5  # counted; more say no more


def source_row(view: View) -> list[float]:
    """Return the numbers in the order of `OF_SOURCE`."""
    facts, source = view.scene.facts, view.source
    kind = nominal_type(source) if source.form in ("nominal", "pronoun") else None
    answers = any(ANSWERING.match(span.of(facts.text)) for span in facts.attributions[view.number].cue)
    start = facts.layout.sentences[view.sentence].span.start_char if facts.layout.sentences else 0
    last = view.said_before[0][1] if view.said_before else None
    names = sum(1 for _ in view.scene.names_in(source.span)) if source.form != "none" else 0
    return [
        FORMS[source.form],
        PRONOUNS.get(source.head, 0.0) if source.form != "name" else 0.0,
        GENDERS.get(source.gender or "", 0.0),
        float(source.is_definite),
        float(source.is_many),
        TYPES[kind] if kind else -1.0,
        _head_kind(source.head),
        float(min(len(view.tokens), MOST_WORDS)),
        KINDS[facts.kinds[view.number]],
        float(facts.parents[view.number] is not None),
        float(view.position > view.content[0].start_char),
        float(view.opens_paragraph),
        float(view.position - start < SENTENCE_START),
        float(answers),
        float(min(names, MOST_NAMES)),
        float(min(view.named_next.values(), default=FAR)),
        view.paragraphs_since(last) if last is not None else FAR,
        float(facts.kinds[last] != "indirect") if last is not None else -1.0,
    ]


def nobody_row(view: View) -> list[float]:
    """Return the row of nobody, in the order of `OF_CANDIDATE`: when an unnamed source spoke last."""
    row = dict.fromkeys(OF_CANDIDATE, 0.0)
    row |= dict.fromkeys(NOWHERE, FAR)
    row["is_nobody"] = 1.0
    sources = view.scene.facts.sources
    for back, n, answer in view.said_before:
        other = sources[answer.anchor if answer.anchor is not None else n]
        if answer.chain_no is not None or other.form not in ("nominal", "pronoun"):
            continue
        if row["spoke"] == FAR:
            row["spoke"], row["spoke_apart"] = float(back), view.paragraphs_since(n)
            row["gender_agrees"] = agreement(view.source.gender, other.gender)
            row["is_told"] = float(other.is_many)
        row["spoke_times"] += 1
        row["head_in_name"] = max(row["head_in_name"], float(other.head == view.source.head))
    return list(row.values())


def _head_kind(head: str) -> float:
    """Return what kind of noun heads a description: 0 for any other, else the place of its kind from 1 on."""
    kinds = (
        head in word_class("kin"),
        head in words("unnamed_nouns"),
        head in words("document_nouns"),
        head in word_class("organisation_nouns") or head in words("org_words"),
        is_role(head),
        head in words("group_nouns"),
    )
    return float(next((n for n, is_kind in enumerate(kinds, 1) if is_kind), 0))
