-- The keys whose findings this build judges anew: what was found for them before and is not found now is resolved.
with touched as (
    select * from {{ ref("int_articles_touched") }}
)

select
    'article' as scope,
    article_id as judged_key
from touched
