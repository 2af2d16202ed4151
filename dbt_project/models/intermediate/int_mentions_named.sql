with mentions as (
    select * from {{ ref("stg_lake__mentions") }}
),

replaced as (
    select * from {{ ref("int_articles_replaced") }}
),

entities as (
    select * from {{ ref("int_entities_named_in_articles") }}
),

-- a name outside any chain names itself
named as (
    select
        mentions.*,
        coalesce(entities.entity_name, case when mentions.form = 'name' then mentions.text end) as entity_name,
        coalesce(entities.entity_type, mentions.entity_type, 'MISC') as type_of_entity
    from mentions
    inner join replaced
        on
            mentions.article_id = replaced.article_id
            and mentions.revision = replaced.revision
            and mentions.batch_id = replaced.batch_id
            and mentions.reader_version = replaced.reader_version
    left join entities
        on
            mentions.article_id = entities.article_id
            and mentions.local_entity_no = entities.local_entity_no
)

select
    *,
    case
        when entity_name is not null
            then {{ entity_id("type_of_entity", "entity_name", "article_id") }}
    end as entity_id
from named
