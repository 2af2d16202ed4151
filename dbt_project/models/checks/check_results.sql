{{
    config(
        materialized="keyed_table",
        unique_key=["batch_id", "layer", "table_name", "suite", "rule"],
        meta={"replaced_in": "stg_lake__check_results"}
    )
}}

select *
from {{ ref("stg_lake__check_results") }}
