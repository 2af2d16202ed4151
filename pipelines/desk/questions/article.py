"""Rows of /article/ID: the text, its quotes, names and sentences, and what is said of it elsewhere."""

from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.desk.question import Rows, one, rows

ARTICLE = "select * from articles where article_id = ?"
QUOTES = "select * from quotes where article_id = ? order by content_start_char, quote_no"
NAMES = """
    select start_char, end_char, entity_id, coalesce(entity_name, name_as_printed, text) as name, entity_type
    from entity_mentions where article_id = ? and form = 'name' order by start_char, end_char desc
"""
DIMMED = """
    select start_char, end_char, case when is_boilerplate then 'furniture' else 'repeat' end as why
    from sentences where article_id = ? and (is_repeat or is_boilerplate)
    union all
    select copy_start_char, copy_end_char, 'copy' as why from shared_passages
    inner join article_copies using (article_id, copy_article_id)
    where copy_article_id = ? and kind != 'partial'
"""
FINDINGS = """
    select finding_id, rule, severity, quote_id, evidence, evidence_spans, suggestion, other_article_id, meaning
    from attribution_findings inner join (select rule, meaning from finding_rules) using (rule)
    where article_id = ? and resolved_at is null
    order by list_position(['error', 'warning', 'note'], severity), rule, finding_id
"""
REVISIONS = """
    select revision, batch_id, ingested_at, title, text from article_revisions where article_id = ? order by revision
"""
PRINTS = """
    with own as (
        select distinct utterance_id from utterance_quotes where article_id = $article
    )
    select utterance_id, utterances.text, list(distinct prints.outlet order by prints.outlet) as outlets,
        count(distinct prints.article_id) as n_articles
    from own
    inner join utterances using (utterance_id)
    inner join utterance_quotes as prints using (utterance_id)
    where prints.article_id != $article
    group by utterance_id, utterances.text order by n_articles desc, utterances.text limit 20
"""
COPIES = """
    select copies.kind, copies.n_shared_words, articles.article_id, articles.title, articles.outlet,
        copies.article_id = articles.article_id as is_original
    from article_copies as copies
    inner join articles on articles.article_id in (copies.article_id, copies.copy_article_id)
        and articles.article_id != $article
    where $article in (copies.article_id, copies.copy_article_id)
    order by copies.n_shared_words desc limit 10
"""
SPEAKERS = """
    select quote_id, role, speaker, speaker_entity_id, probability from quote_speakers
    where article_id = ? and rank > 1 order by quote_id, rank
"""
UTTERANCES = """
    select quote_id, list(distinct utterance_id) as utterance_ids from utterance_quotes
    where article_id = ? and quote_id is not null group by quote_id
"""


@dataclass(frozen=True, slots=True)
class Article:
    """All that the page of one article needs."""

    article: dict[str, Any]
    quotes: Rows
    names: Rows
    dimmed: Rows
    findings: Rows
    revisions: Rows
    prints: Rows
    copies: Rows
    speakers: dict[str, Rows]
    utterances: dict[str, list[str]]


def find_article(connection: duckdb.DuckDBPyConnection, article_id: str) -> Article | None:
    """Return an article with everything that the page shows beside it; None where there is none of that id."""
    article = one(connection, ARTICLE, [article_id])
    if article is None:
        return None
    return Article(
        article,
        rows(connection, QUOTES, [article_id]),
        rows(connection, NAMES, [article_id]),
        rows(connection, DIMMED, [article_id, article_id]),
        rows(connection, FINDINGS, [article_id]),
        rows(connection, REVISIONS, [article_id]),
        rows(connection, PRINTS, {"article": article_id}),
        rows(connection, COPIES, {"article": article_id}),
        _by_quote(rows(connection, SPEAKERS, [article_id])),
        {row["quote_id"]: row["utterance_ids"] for row in rows(connection, UTTERANCES, [article_id])},
    )


def _by_quote(found: Rows) -> dict[str, Rows]:
    by_quote: dict[str, Rows] = {}
    for row in found:
        by_quote.setdefault(row["quote_id"], []).append(row)
    return by_quote
