{{ config(materialized="built_table") }}

with current_revisions as (
    select
        article_id,
        revision
    from {{ ref("int_articles_ranked_by_revision") }}
    where revision_rank = 1
),

latest_annotations as (
    select * from {{ ref("int_annotations_ranked_by_batch") }}
    where annotation_rank = 1
),

new_revisions as (
    select * from {{ ref("stg_lake__articles") }}
)

select
    current_revisions.article_id,
    current_revisions.revision,
    latest_annotations.batch_id,
    latest_annotations.reader_version
from current_revisions
left join latest_annotations
    on
        current_revisions.article_id = latest_annotations.article_id
        and current_revisions.revision = latest_annotations.revision
left join new_revisions
    on
        current_revisions.article_id = new_revisions.article_id
        and current_revisions.revision = new_revisions.revision
where latest_annotations.batch_id is not null or new_revisions.article_id is not null
