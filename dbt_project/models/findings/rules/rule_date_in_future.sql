with articles as (
    select * from {{ ref("articles") }}
    where article_id in (select touched.article_id from {{ ref("int_articles_touched") }} as touched)
)

-- a day of grace: a date without a time is midnight somewhere, and clocks differ
select
    article_id,
    'date' as place,
    'published at ' || cast(published_at as varchar) || ', ingested at ' || cast(ingested_at as varchar) as evidence,
    'look for the day and the month, or the year, in each other''s place' as suggestion
from articles
where published_at > ingested_at + interval 36 hour
