-- depends_on: {{ ref("stg_lake__commits") }}
{{ config(materialized="keyed_table", unique_key="batch_id", meta={"replaced_in": "stg_lake__commits"}) }}

select *
from {{ ref("stg_lake__ingest_outcomes") }}
