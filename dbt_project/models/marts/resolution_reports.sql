-- depends_on: {{ ref("stg_lake__commits") }}
{{ config(materialized="keyed_table", unique_key="batch_id", meta={"replaced_in": "stg_lake__commits"}) }}

with rows_of_batches as (
    select * from {{ ref("stg_lake__entity_reports") }}
)

select
    batch_id,
    source,
    row_no,
    reason_code,
    detail
from rows_of_batches
