with mentions as (
    {{ replacing_rows(ref("stg_lake__mentions")) }}
),

chains as (
    select * from {{ ref("int_chains_resolved") }}
)

select
    mentions.* exclude (entity_type),
    chains.entity_id,
    chains.entity_name,
    coalesce(chains.entity_type, mentions.entity_type) as entity_type,
    chains.gender,
    chains.method as entity_method,
    chains.score as entity_score,
    coalesce(chains.candidates, []) as entity_candidates
from mentions
left join chains
    on
        mentions.article_id = chains.article_id
        and mentions.local_entity_no = chains.local_entity_no
