with sentences as (
    select * from {{ ref("stg_lake__sentences") }}
),

annotations as (
    select distinct
        article_id,
        revision,
        batch_id,
        reader_version
    from sentences
)

select
    *,
    row_number() over (partition by article_id, revision order by batch_id desc, reader_version desc) as annotation_rank
from annotations
