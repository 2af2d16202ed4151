-- The keys whose findings this build judges anew: what was found for them before and is not found now is resolved.
with touched as (
    select * from {{ ref("int_articles_touched") }}
),

compared as (
    select * from {{ ref("int_articles_compared") }}
),

commits as (
    select * from {{ ref("stg_lake__commits") }}
)

select
    'article' as scope,
    article_id as judged_key
from touched
union
select
    'across' as scope,
    article_id as judged_key
from compared
union
select
    'batch' as scope,
    batch_id as judged_key
from commits
union
select
    'correction' as scope,
    article_id as judged_key
from touched
