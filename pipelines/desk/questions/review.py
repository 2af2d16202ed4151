"""Rows of /review: quotes in the order of how much a correction of each would teach, and one of them with its article.

A quote stands the higher the worse its worst finding is, the less sure its speaker, and the oftener its speaker is
quoted: one wrong name of somebody quoted a hundred times is wrong in every count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.corrections.add import people_of
from pipelines.desk.question import Rows, one, rows

QUEUE_LENGTH = 500  # more than anybody goes through before the next run
SURE = 0.9  # of a speaker: above it a quote without findings is not asked about; docs/reader.md, "What scores mean"
ALTERNATIVES = 8  # keys 1 to 8
QUEUE = """
    with findings as (
        select quote_id, max(case severity when 'error' then 3 when 'warning' then 2 else 1 end) as severity,
            list(distinct rule order by rule) as rules
        from attribution_findings where resolved_at is null and quote_id is not null group by quote_id
    )
    select quotes.quote_id, quotes.article_id, quotes.speaker, quotes.speaker_score, quotes.content,
        coalesce(findings.rules, []) as rules,
        coalesce(findings.severity, 0) + 2 * (1 - coalesce(quotes.speaker_score, 1))
            + ln(1 + coalesce(speakers.n_quotes, 0)) / 5 as teaches
    from quotes
    left join findings using (quote_id)
    left join speakers on quotes.speaker_entity_id = speakers.entity_id
    where not quotes.is_repeat and not quotes.is_added and not quotes.is_refuted and len(quotes.correction_ids) = 0
        and (findings.quote_id is not null or quotes.speaker_score < $sure)
        and ($rule = '' or list_contains(findings.rules, $rule))
        and ($article = '' or quotes.article_id = $article)
    order by teaches desc, quotes.article_id, quotes.quote_no
    limit $most
"""
QUOTE = "select * from quotes where quote_id = ?"
ARTICLE = "select article_id, title, outlet, published_at, text from articles where article_id = ?"
QUOTES = "select * from quotes where article_id = ? order by content_start_char, quote_no"
FINDINGS = """
    select finding_id, rule, severity, evidence, evidence_spans, suggestion, meaning
    from attribution_findings inner join (select rule, meaning from finding_rules) using (rule)
    where quote_id = ? and resolved_at is null
    order by list_position(['error', 'warning', 'note'], severity), rule
"""
SENTENCES = """
    select min(start_char) as first, max(end_char) as last from sentences
    where article_id = ? and paragraph_no between ? and ?
"""
PARAGRAPHS = """
    select min(paragraph_no) as first, max(paragraph_no) as last from sentences
    where article_id = ? and end_char > ? and start_char < ?
"""
PRINTS = """
    select distinct prints.outlet, prints.article_id, prints.speaker from utterance_quotes as own
    inner join utterance_quotes as prints using (utterance_id)
    where own.quote_id = ? and prints.article_id != own.article_id order by prints.outlet limit 8
"""
LIKELY = "select speaker from quote_speakers where quote_id = ? and role in ('alternative', 'co-speaker') order by rank"
ALIKE = """
    select others.entity_id, others.name, others.n_quotes from entities as own
    inner join entities as others on others.entity_type = own.entity_type and others.entity_id != own.entity_id
    where own.entity_id = ? and jaro_winkler_similarity(lower(others.name), lower(own.name)) > 0.88
    order by jaro_winkler_similarity(lower(others.name), lower(own.name)) desc, others.name limit 1
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One quote to look at."""

    quote: dict[str, Any]
    article: dict[str, Any]
    quotes: Rows
    findings: Rows
    prints: Rows
    alternatives: Sequence[str]
    people: Sequence[str]
    alike: Rows
    first: int
    last: int


def find_queue(connection: duckdb.DuckDBPyConnection, *, rule: str = "", article: str = "") -> Rows:
    """Return what is to be looked at, what teaches most first."""
    return rows(connection, QUEUE, {"sure": SURE, "rule": rule, "article": article, "most": QUEUE_LENGTH})


def find_asked(connection: duckdb.DuckDBPyConnection, quote_id: str) -> Asked | None:
    """Return one quote with its surroundings and whom else it could be of; None where there is none of that id."""
    quote = one(connection, QUOTE, [quote_id])
    if quote is None:
        return None
    article = one(connection, ARTICLE, [quote["article_id"]]) or {}
    people = people_of(connection, quote["article_id"])
    first, last = _surroundings(connection, quote, article["text"])
    likely = [row["speaker"] for row in rows(connection, LIKELY, [quote_id])]
    named = [*likely, quote["speaker_runner_up"], *people]
    known = {quote["speaker"], quote["speaker_as_printed"], None}
    return Asked(
        quote,
        article,
        rows(connection, QUOTES, [quote["article_id"]]),
        rows(connection, FINDINGS, [quote_id]),
        rows(connection, PRINTS, [quote_id]),
        [*dict.fromkeys(name for name in named if name not in known)][:ALTERNATIVES],
        people,
        rows(connection, ALIKE, [quote["speaker_entity_id"]]) if quote["speaker_entity_id"] else [],
        first,
        last,
    )


def _surroundings(connection: duckdb.DuckDBPyConnection, quote: dict[str, Any], text: str) -> tuple[int, int]:
    """Return where the paragraphs of a quote, two before and one after begin and end: far enough for most pronouns."""
    place = [quote["article_id"], quote["content_start_char"], quote["content_end_char"]]
    paragraphs = one(connection, PARAGRAPHS, place)
    if paragraphs is None or paragraphs["first"] is None:
        return 0, len(text)
    asked = [quote["article_id"], paragraphs["first"] - 2, paragraphs["last"] + 1]
    found = one(connection, SENTENCES, asked) or {}
    return found.get("first") or 0, found.get("last") or len(text)
