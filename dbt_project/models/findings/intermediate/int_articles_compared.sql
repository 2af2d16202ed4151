{{ config(materialized="table") }}

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
)

select named.article_id
from named
inner join {{ ref("articles") }} as articles on named.article_id = articles.article_id
