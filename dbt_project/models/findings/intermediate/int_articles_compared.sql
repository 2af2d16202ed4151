{{ config(materialized="built_table") }}

with touched as (
    select * from {{ ref("int_articles_touched") }}
),

pairs as (
    select * from {{ ref("stg_lake__utterance_pairs") }}
),

segments as (
    select * from {{ ref("stg_lake__utterance_segments") }}
),

copies as (
    select * from {{ ref("stg_lake__article_copies") }}
),

spellings as (
    select * from {{ ref("stg_lake__entity_aliases") }}
),

mentions as (
    select * from {{ ref("entity_mentions") }}
),

-- a new spelling can make another article's spelling of the same name the rare one
respelt as (
    select distinct
        aliases.entity_id,
        aliases.alias
    from {{ ref("entity_aliases") }} as aliases
    inner join spellings on aliases.entity_id = spellings.entity_id and aliases.alias <> spellings.alias
    where aliases.n_mentions <= {{ rare_spelling() }} and {{ is_near_spelling("aliases.alias", "spellings.alias") }}
),

spelt as (
    select distinct mentions.article_id
    from mentions
    inner join respelt on mentions.entity_id = respelt.entity_id and mentions.text = respelt.alias
),

-- those that state an address that a touched article states now, or did in an earlier revision
addressed as (
    select articles.article_id
    from {{ ref("articles") }} as articles
    where
        articles.url in (
            select revisions.url
            from {{ ref("article_revisions") }} as revisions
            semi join touched on revisions.article_id = touched.article_id
        )
),

named as (
    select article_id from touched
    union
    select left_article_id from pairs
    union
    select right_article_id from pairs
    union
    select article_id from segments
    union
    select article_id from copies
    union
    select copy_article_id from copies
    union
    select article_id from spelt
    union
    select article_id from addressed
)

select named.article_id
from named
inner join {{ ref("articles") }} as articles on named.article_id = articles.article_id
