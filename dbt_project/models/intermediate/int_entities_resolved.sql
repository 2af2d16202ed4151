{{ config(materialized="built_table") }}

with entities as (
    select * from {{ ref("stg_lake__entities") }}
)

select *
from entities
qualify
    row_number() over (
        partition by entity_id
        order by batch_id desc
    ) = 1
