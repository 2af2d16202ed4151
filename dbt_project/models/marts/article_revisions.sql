{{ config(materialized="incremental", incremental_strategy="delete+insert", unique_key=["article_id", "revision"]) }}

select *
from {{ ref("stg_lake__articles") }}
