-- A name as the article prints it, or as all articles call who is meant.
with corrections as (
    select * from {{ ref("corrections") }}
    where article_id in (select replaced.article_id from {{ ref("int_quotes_replaced") }} as replaced)
),

mentions as (
    select
        article_id,
        entity_id,
        entity_name,
        entity_type,
        unnest([lower(entity_name), lower(text)]) as folded_name
    from {{ ref("entity_mentions") }}
    where form = 'name' and entity_id is not null and article_id in (select corrections.article_id from corrections)
)

select distinct on (article_id, folded_name)
    article_id,
    folded_name,
    entity_id,
    entity_name,
    entity_type
from mentions
order by article_id asc, folded_name asc, entity_id asc
