with revisions as (
    select * from {{ ref("article_revisions") }}
),

touched as (
    select * from {{ ref("int_articles_touched") }}
)

select
    revisions.*,
    row_number() over (partition by revisions.article_id order by revisions.revision desc) as revision_rank,
    count(*) over (partition by revisions.article_id) as n_revisions,
    min(revisions.ingested_at) over (partition by revisions.article_id) as first_seen
from revisions
semi join touched on revisions.article_id = touched.article_id
