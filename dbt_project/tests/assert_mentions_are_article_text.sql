-- A mention's text is the article's own text at its offsets. Rows of this build only.
with mentions as (
    select * from {{ ref("entity_mentions") }}
    where batch_id in (select commits.batch_id from {{ ref("stg_lake__commits") }} as commits)
),

articles as (
    select
        article_id,
        revision,
        text
    from {{ ref("articles") }}
)

select
    mentions.mention_id,
    mentions.text,
    {{ text_at("articles.text", "mentions.start_char", "mentions.end_char") }} as text_in_article
from mentions
left join articles on mentions.article_id = articles.article_id and mentions.revision = articles.revision
where
    articles.text is null
    or mentions.text != {{ text_at("articles.text", "mentions.start_char", "mentions.end_char") }}
