{{ config(materialized="incremental", incremental_strategy="delete+insert", unique_key="batch_id") }}

select *
from {{ ref("stg_lake__ingest_outcomes") }}
