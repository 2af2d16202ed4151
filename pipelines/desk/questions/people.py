"""Rows of /speaker/ID and /outlet/ID: what somebody said over time and who prints it; whom an outlet quotes."""

from typing import Any

import duckdb

from pipelines.desk.question import one, rows

ENTITY = "select * from entities where entity_id = ?"
TOTALS = "select * from speakers where entity_id = ?"
SPELLINGS = "select alias, n_mentions, outlets from entity_aliases where entity_id = ? order by n_mentions desc, alias"
BY_MONTH = """
    select cast(date_trunc('month', first_published_at) as date) as month, count(*) as statements
    from utterances where speaker_entity_id = ? and first_published_at is not null group by month order by month
"""
CHANNELS = """
    select channel, count(*) as n from quotes
    where speaker_entity_id = ? and channel is not null and not is_repeat group by channel order by n desc, channel
    limit 12
"""
REPORTED_BY = """
    select outlet, outlet_id, count(*) as n_quotes, count(distinct article_id) as n_articles from quotes
    where speaker_entity_id = ? and not is_repeat group by outlet, outlet_id order by n_quotes desc, outlet limit 15
"""
# Words of five letters and more that the speaker uses oftener than all speakers do, by the ratio of both shares.
TOPICS = """
    with own as (
        select unnest(list_distinct(regexp_extract_all(lower(content), '[\\pL’'']{5,}'))) as word
        from quotes where speaker_entity_id = $entity and not is_repeat
    ),
    counted as (
        select word, count(*) as n from own group by word
    ),
    everybody as (
        select word, count(*) as n_all from (
            select unnest(list_distinct(regexp_extract_all(lower(content), '[\\pL’'']{5,}'))) as word
            from (select content from quotes where not is_repeat using sample 20000 rows (reservoir, 1))
        ) group by word
    )
    select word, n from counted left join everybody using (word)
    where n > 1 order by n * ln(1 + n / (coalesce(n_all, 0) + 1.0)) desc, word limit 18
"""
CO_QUOTED = """
    select others.speaker as name, others.speaker_entity_id as entity_id,
        count(distinct others.article_id) as n_articles
    from (select distinct article_id from quotes where speaker_entity_id = $entity) as own
    inner join quotes as others using (article_id)
    where others.speaker_entity_id is not null and others.speaker_entity_id != $entity
    group by all order by n_articles desc, name limit 15
"""
STATEMENTS = """
    select utterance_id, text, first_published_at, n_outlets, outlets, n_speaker_votes, n_votes
    from utterances where speaker_entity_id = ? order by first_published_at desc nulls last, utterance_id limit 30
"""
OUTLET = "select * from outlets where outlet_id = ?"
QUOTED_BY_OUTLET = """
    select speaker as name, speaker_entity_id as entity_id, count(*) as n_quotes,
        count(distinct article_id) as n_articles
    from quotes where outlet_id = ? and not is_repeat and speaker is not null
    group by all order by n_quotes desc, name limit 20
"""
ROLES_OF_OUTLET = """
    select role, count(*) as n from (
        select unnest(entities.roles) as role from quotes
        inner join entities on quotes.speaker_entity_id = entities.entity_id
        where quotes.outlet_id = ? and not quotes.is_repeat
    ) group by role order by n desc, role limit 12
"""
CHANNELS_OF_OUTLET = """
    select channel, count(*) as n from quotes
    where outlet_id = ? and channel is not null and not is_repeat group by channel order by n desc, channel limit 12
"""
DIVERSITY = "select * from source_diversity where outlet_id = ? order by month"
ARTICLES = """
    select article_id, title, published_at, n_quotes from articles
    where outlet_id = ? order by published_at desc nulls last, article_id limit 25
"""
CANDIDATES = """
    select entity_id, name, n_quotes from entities
    where entity_id != $entity and entity_type = $type
        and jaro_winkler_similarity(lower(name), lower($name)) > 0.8
    order by jaro_winkler_similarity(lower(name), lower($name)) desc, name limit 6
"""


def find_speaker(connection: duckdb.DuckDBPyConnection, entity_id: str) -> dict[str, Any] | None:
    """Return what the page of a person or body shows; None where there is none of that id."""
    entity = one(connection, ENTITY, [entity_id])
    if entity is None:
        return None
    asked = {"entity": entity_id}
    alike = {"entity": entity_id, "name": entity["name"], "type": entity["entity_type"]}
    return {
        "entity": entity,
        "totals": one(connection, TOTALS, [entity_id]),
        "spellings": rows(connection, SPELLINGS, [entity_id]),
        "by_month": rows(connection, BY_MONTH, [entity_id]),
        "channels": rows(connection, CHANNELS, [entity_id]),
        "reported_by": rows(connection, REPORTED_BY, [entity_id]),
        "topics": rows(connection, TOPICS, asked),
        "co_quoted": rows(connection, CO_QUOTED, asked),
        "statements": rows(connection, STATEMENTS, [entity_id]),
        "alike": rows(connection, CANDIDATES, alike),
    }


def find_outlet(connection: duckdb.DuckDBPyConnection, outlet_id: str) -> dict[str, Any] | None:
    """Return what the page of an outlet shows; None where there is none of that id."""
    outlet = one(connection, OUTLET, [outlet_id])
    if outlet is None:
        return None
    return {
        "outlet": outlet,
        "quoted": rows(connection, QUOTED_BY_OUTLET, [outlet_id]),
        "roles": rows(connection, ROLES_OF_OUTLET, [outlet_id]),
        "channels": rows(connection, CHANNELS_OF_OUTLET, [outlet_id]),
        "diversity": rows(connection, DIVERSITY, [outlet_id]),
        "articles": rows(connection, ARTICLES, [outlet_id]),
    }
