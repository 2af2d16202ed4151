-- Files and records of this build that hold no article that could be read.
{{ config(severity="warn") }}

select
    path,
    record_no,
    reason_code,
    detail
from {{ ref("ingest_outcomes") }}
where
    outcome = 'rejected'
    and batch_id in (select commits.batch_id from {{ ref("stg_lake__commits") }} as commits)
