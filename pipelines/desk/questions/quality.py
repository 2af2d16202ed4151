"""Rows of /quality: how often people who looked found the reader right, findings a rule, the health of batches."""

from typing import Any

import duckdb

from pipelines.desk.question import rows

ACCURACY = "select * from reader_accuracy order by reader_version desc, field"
CHECKED = """
    with said as (
        select unnest(correction_ids) as correction_id, quote_id from quotes where len(correction_ids) > 0
    ),
    looked as (
        select said.quote_id, max(corrections.corrected_at) as looked_at,
            bool_or(corrections.wrong in ('speaker', 'nothing', 'not_a_quote')) as is_speaker_checked
        from said inner join corrections using (correction_id) group by said.quote_id
    ),
    checked as (
        select quotes.*, looked.looked_at, looked.is_speaker_checked,
            not is_refuted and coalesce(speaker, '') = coalesce(reader_speaker, '') as is_speaker_right,
            not is_refuted and coalesce(speaker, '') = coalesce(reader_speaker, '') and kind = reader_kind
                and coalesce(source, '') = coalesce(reader_source, '')
                and content_spans = reader_content_spans as is_right
        from quotes inner join looked using (quote_id) where not is_added
    )
"""
BY_OUTLET = f"""{CHECKED}
    select coalesce(outlet, 'unknown') as outlet, kind, count(*) as n_checked,
        count(*) filter (is_right) as n_right, n_right / n_checked as share_right
    from checked group by all order by n_checked desc, outlet, kind limit 40
"""
BY_MONTH = f"""{CHECKED}
    select cast(date_trunc('month', looked_at) as date) as month, count(*) as n_checked,
        count(*) filter (is_right) / count(*) as share_right
    from checked group by month order by month
"""
RELIABILITY = f"""{CHECKED}
    select round(avg(speaker_score), 3) as stated,
        round(count(*) filter (is_speaker_right) / count(*), 3) as found_right,
        count(*) as n_checked
    from checked where is_speaker_checked and speaker_score is not null
    group by least(floor(speaker_score * 10), 9) order by stated
"""
RULES = """
    with counted as (
        select rule, count(*) filter (resolved_at is null) as n_open,
            count(*) filter (resolved_at is not null) as n_resolved
        from attribution_findings group by rule
    )
    select rule, severity, meaning, coalesce(n_open, 0) as n_open, coalesce(n_resolved, 0) as n_resolved
    from finding_rules left join counted using (rule)
    order by list_position(['error', 'warning', 'note'], severity), n_open desc, rule
"""
HEALTH = """
    select batch_id, outlet, measure, value, expected_low, expected_high, n, is_out_of_range from batch_health
    where is_out_of_range or outlet_id is null order by batch_id desc, is_out_of_range desc, outlet nulls first, measure
    limit 40
"""
CHECKS = """
    select table_name, suite, rule, description, severity, n_failed, checked_at from check_results
    where not passed and suite != 'rules' and batch_id = (select max(batch_id) from check_results)
    order by severity, table_name, rule limit 40
"""


def find_quality(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return what the page shows, by the names of its parts."""
    return {
        "accuracy": rows(connection, ACCURACY),
        "by_outlet": rows(connection, BY_OUTLET),
        "by_month": rows(connection, BY_MONTH),
        "reliability": rows(connection, RELIABILITY),
        "rules": rows(connection, RULES),
        "health": rows(connection, HEALTH),
        "checks": rows(connection, CHECKS),
    }
