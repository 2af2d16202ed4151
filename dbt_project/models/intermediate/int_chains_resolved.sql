{{ config(materialized="built_table") }}

with chains as (
    {{ latest_of(ref("stg_lake__entity_mentions"), ["article_id", "local_entity_no"]) }}
),

entities as (
    select * from {{ ref("int_entities_resolved") }}
)

select
    chains.article_id,
    chains.local_entity_no,
    chains.entity_id,
    entities.name as entity_name,
    coalesce(entities.entity_type, chains.entity_type) as entity_type,
    chains.gender,
    chains.method,
    chains.score,
    chains.candidates
from chains
left join entities on chains.entity_id = entities.entity_id
