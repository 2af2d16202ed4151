with mentions as (
    select * from {{ ref("stg_lake__mentions") }}
),

replaced as (
    select * from {{ ref("int_articles_replaced") }}
),

chains as (
    select * from {{ ref("int_chains_resolved") }}
)

select
    mentions.* exclude (entity_type),
    chains.entity_id,
    chains.entity_name,
    coalesce(chains.entity_type, mentions.entity_type) as entity_type,
    chains.method as entity_method,
    chains.score as entity_score,
    coalesce(chains.candidates, []) as entity_candidates
from mentions
inner join replaced
    on
        mentions.article_id = replaced.article_id
        and mentions.revision = replaced.revision
        and mentions.batch_id = replaced.batch_id
        and mentions.reader_version = replaced.reader_version
left join chains
    on
        mentions.article_id = chains.article_id
        and mentions.local_entity_no = chains.local_entity_no
