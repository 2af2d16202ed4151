{{ config(materialized="table") }}

with mentions as (
    select * from {{ ref("stg_lake__mentions") }}
),

replaced as (
    select * from {{ ref("int_articles_replaced") }}
),

current_mentions as (
    select mentions.*
    from mentions
    inner join replaced
        on
            mentions.article_id = replaced.article_id
            and mentions.revision = replaced.revision
            and mentions.batch_id = replaced.batch_id
            and mentions.reader_version = replaced.reader_version
),

chains as (
    select
        article_id,
        local_entity_no,
        arg_min(local_entity_name, mention_no) filter (where local_entity_name is not null) as entity_name,
        coalesce(
            arg_min(entity_type, mention_no) filter (where entity_type is not null and text = local_entity_name),
            arg_min(entity_type, mention_no) filter (where entity_type is not null),
            'MISC'
        ) as entity_type
    from current_mentions
    where local_entity_no is not null
    group by article_id, local_entity_no
)

select
    article_id,
    local_entity_no,
    entity_name,
    entity_type,
    {{ entity_id("entity_type", "entity_name", "article_id") }} as entity_id
from chains
where entity_name is not null
