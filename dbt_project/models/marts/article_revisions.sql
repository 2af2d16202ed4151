{{
    config(
        materialized="keyed_table",
        unique_key=["article_id", "revision"],
        meta={"replaced_in": "stg_lake__articles"}
    )
}}

select *
from {{ ref("stg_lake__articles") }}
