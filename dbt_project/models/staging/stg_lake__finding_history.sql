with source as (
    {{ lake_rows("finding_history", file_column="lake_file") }}
)

select
    finding_id,
    rule,
    severity,
    scope,
    article_id,
    revision,
    quote_id,
    other_article_id,
    other_quote_id,
    batch_id,
    outlet_id,
    outlet,
    evidence,
    evidence_spans,
    other_evidence_spans,
    suggestion,
    link,
    url,
    {{ utc("first_seen") }} as first_seen,
    {{ utc("last_seen") }} as last_seen,
    {{ utc("resolved_at") }} as resolved_at,
    {{ utc("changed_at") }} as changed_at,
    lake_file
from source
