"""Rows of a report on one outlet and month: who was quoted, how evenly, what else printed it, what looks wrong."""

from datetime import date
from typing import Any

import duckdb

from pipelines.desk.question import one, rows

MONTH = "outlet_id = $outlet and published_at >= $first and published_at < $next"
OUTLET = "select outlet_id, coalesce(name, outlet_id) as name from outlets where $outlet in (outlet_id, name)"
TOTALS = f"""
    select count(*) as quotes, count(distinct speaker) as speakers, count(distinct article_id) as articles_with_quotes,
        (select count(*) from articles where {MONTH}) as articles,
        avg((speaker is null)::int) as without_speaker, avg((kind = 'direct')::int) as direct
    from quotes where not is_repeat and not is_refuted and {MONTH}
"""
QUOTED = f"""
    select speaker, speaker_entity_id, count(*) as quotes, count(*) filter (kind = 'direct') as direct,
        count(distinct article_id) as articles, any_value(entities.gender) as gender, any_value(entities.roles) as roles
    from quotes left join entities on quotes.speaker_entity_id = entities.entity_id
    where not is_repeat and not is_refuted and speaker is not null and {MONTH}
    group by speaker, speaker_entity_id order by quotes desc, speaker
"""
SHARED = f"""
    select utterance_id, utterances.text, utterances.speaker, utterances.n_outlets, utterances.outlets,
        utterances.first_outlet, utterances.first_published_at
    from utterances
    where n_outlets > 1 and utterance_id in (
        select utterance_id from utterance_quotes inner join articles using (article_id)
        where articles.{MONTH.replace(" and ", " and articles.")}
    )
    order by n_outlets desc, n_articles desc, text limit 50
"""
FINDINGS = f"""
    select severity, rule, articles.title, findings.quote_id, evidence, suggestion, articles.url, articles.article_id
    from attribution_findings as findings inner join articles using (article_id)
    where resolved_at is null and articles.{MONTH.replace(" and ", " and articles.")}
    order by list_position(['error', 'warning', 'note'], severity), rule, finding_id
"""
DIVERSITY = "select * from source_diversity where outlet_id = ? and month = ?"
VERSIONS = "select batch_id, finished_at, versions from batches order by batch_id desc limit 1"


def find_report(connection: duckdb.DuckDBPyConnection, outlet: str, first: date) -> dict[str, Any] | None:
    """Return what the report shows, by the names of its parts; None where there is no such outlet."""
    found = rows(connection, OUTLET, {"outlet": outlet})
    if not found:
        return None
    last = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    asked = {"outlet": found[0]["outlet_id"], "first": first, "next": last}
    return {
        "outlet": found[0],
        "month": first,
        "totals": rows(connection, TOTALS, asked)[0],
        "quoted": rows(connection, QUOTED, asked),
        "diversity": one(connection, DIVERSITY, [asked["outlet"], first]),
        "shared": rows(connection, SHARED, asked),
        "findings": rows(connection, FINDINGS, asked),
        "versions": one(connection, VERSIONS),
    }
