-- depends_on: {{ ref("stg_lake__commits") }}
{{ config(materialized="incremental", unique_key="batch_id", meta={"replaced_in": "stg_lake__commits"}) }}

select *
from {{ ref("stg_lake__ingest_outcomes") }}
