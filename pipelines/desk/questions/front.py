"""Rows of the first page: what is new, what was rejected, what looks wrong, who was quoted most."""

from typing import Any

import duckdb

from pipelines.desk.question import Question, Rows, rows

RUNS = """
    select batch_id, started_at, seconds, n_accepted, n_revised, n_duplicate, n_rejected, n_articles, n_quotes
    from batches order by batch_id desc limit 6
"""
REJECTED = """
    select reason_code, count(*) as n, max(seen_at) as seen_at, any_value(path order by seen_at desc) as path,
        any_value(detail order by seen_at desc) as detail
    from ingest_outcomes where outcome = 'rejected' group by reason_code order by seen_at desc limit 8
"""
FINDINGS = """
    select severity, rule, count(*) as n, any_value(meaning) as meaning
    from attribution_findings inner join (select rule, meaning from finding_rules) using (rule)
    where resolved_at is null group by severity, rule
    order by list_position(['error', 'warning', 'note'], severity), n desc, rule
"""
OUTLETS = """
    select outlet_id, coalesce(name, outlet_id) as name, n_articles, n_quotes, n_speakers, last_published_at
    from outlets order by n_articles desc, name limit 12
"""
COUNTS = """
    select (select count(*) from articles) as articles, (select count(*) from quotes where not is_repeat) as quotes,
        (select count(*) from speakers) as speakers, (select count(*) from outlets) as outlets
"""
LISTED = """
    select findings.*, meaning, articles.title
    from attribution_findings as findings
    inner join (select rule, meaning from finding_rules) using (rule)
    left join articles using (article_id)
    where resolved_at is null and ($rule = '' or rule = $rule)
    order by list_position(['error', 'warning', 'note'], severity), first_seen desc, rule, finding_id limit $most
"""
FINDINGS_SHOWN = 200  # on one page; `whosaid findings` gives all
QUOTED_MOST = Question("""
with latest as (
    select date_trunc('week', max(first_published_at)) as week from utterances
)
select speakers.name, speakers.entity_id, speakers.n_utterances, speakers.n_outlets,
    count(utterances.utterance_id) filter (date_trunc('week', first_published_at) = latest.week) as n_this_week
from speakers
cross join latest
left join utterances on utterances.speaker_entity_id = speakers.entity_id
group by speakers.name, speakers.entity_id, speakers.n_utterances, speakers.n_outlets
order by n_this_week desc, n_utterances desc, name
limit 12
""")
BY_WEEK = """
    select cast(date_trunc('week', first_published_at) as date) as week, speaker, count(*) as statements
    from utterances where speaker in (select unnest($speakers)) and first_published_at is not null
    group by week, speaker order by week, speaker
"""


def find_findings(connection: duckdb.DuckDBPyConnection, rule: str) -> Rows:
    """Return the open findings of a rule, or of all, the worst first; one more than are shown where there are more."""
    return rows(connection, LISTED, {"rule": rule, "most": FINDINGS_SHOWN + 1})


def find_news(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return what the first page shows, by the names of its parts."""
    most = QUOTED_MOST.rows(connection)
    names = [row["name"] for row in most[:5]]
    return {
        "runs": rows(connection, RUNS),
        "rejected": rows(connection, REJECTED),
        "findings": rows(connection, FINDINGS),
        "outlets": rows(connection, OUTLETS),
        "counts": rows(connection, COUNTS),
        "quoted_most": most,
        "by_week": rows(connection, BY_WEEK, {"speakers": names}) if names else [],
    }
