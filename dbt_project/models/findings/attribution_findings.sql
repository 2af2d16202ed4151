-- depends_on: {{ ref("int_findings_changed") }}
{{ config(materialized="keyed_table", unique_key="finding_id", meta={"replaced_in": "int_findings_changed"}) }}

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
    first_seen,
    last_seen,
    resolved_at,
    changed_at
from {{ ref("int_findings_changed") }}
