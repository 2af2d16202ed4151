with source as (
    {{ lake_rows("ingest_outcomes") }}
)

select
    batch_id,
    path,
    record_no,
    outcome,
    reason_code,
    detail,
    article_id,
    revision,
    duplicate_of,
    source_format,
    source_sha256,
    source_bytes,
    source_mtime_ns,
    {{ utc("seen_at") }} as seen_at
from source
