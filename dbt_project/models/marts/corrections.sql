-- depends_on: {{ ref("int_corrections_replaced") }}
-- depends_on: {{ ref("int_articles_corrected") }}
{{
    config(
        materialized="keyed_table",
        unique_key="correction_id",
        meta={"replaced_in": "int_corrections_replaced"}
    )
}}

select *
from {{ ref("stg_lake__corrections") }}
qualify row_number() over (partition by correction_id order by path asc, line_no asc) = 1
