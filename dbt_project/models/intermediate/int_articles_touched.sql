{{ config(materialized="built_table") }}

with articles as (
    select * from {{ ref("stg_lake__articles") }}
),

sentences as (
    select * from {{ ref("stg_lake__sentences") }}
),

outcomes as (
    select * from {{ ref("stg_lake__ingest_outcomes") }}
),

corrected as (
    select * from {{ ref("int_articles_corrected") }}
),

named as (
    select article_id from articles
    union
    select article_id from sentences
    union
    select duplicate_of from outcomes
    union
    select article_id from corrected
)

select article_id
from named
where article_id is not null
