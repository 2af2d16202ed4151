-- depends_on: {{ ref("stg_lake__commits") }}
{{ config(materialized="keyed_table", unique_key="batch_id", meta={"replaced_in": "stg_lake__commits"}) }}

with rows_of_batches as (
    select * from {{ ref("stg_lake__entity_history") }}
)

select
    batch_id,
    kind,
    from_entity_id,
    to_entity_id,
    n_chains,
    reason
from rows_of_batches
