{{ config(materialized="table") }}

with articles as (
    select * from {{ ref("stg_lake__articles") }}
),

sentences as (
    select * from {{ ref("stg_lake__sentences") }}
),

outcomes as (
    select * from {{ ref("stg_lake__ingest_outcomes") }}
),

named as (
    select article_id from articles
    union
    select article_id from sentences
    union
    select duplicate_of from outcomes
)

select article_id
from named
where article_id is not null
