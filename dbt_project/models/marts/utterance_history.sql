-- depends_on: {{ ref("stg_lake__commits") }}
{{ config(materialized="keyed_table", unique_key="batch_id", meta={"replaced_in": "stg_lake__commits"}) }}

with rows_of_batches as (
    select * from {{ ref("stg_lake__utterance_history") }}
)

select
    batch_id,
    change,
    utterance_id,
    into_utterance_id,
    reason
from rows_of_batches
