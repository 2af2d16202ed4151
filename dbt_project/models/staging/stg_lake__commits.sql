{{ config(materialized="built_table") }}

with commits as (
    {{ commit_rows() }}
)

select
    commit_id,
    batch_id,
    stage,
    {{ utc("started_at") }} as started_at,
    {{ utc("committed_at") }} as committed_at,
    files,
    coalesce(rows, map()) as rows_written,
    coalesce(versions, map()) as versions
from commits
