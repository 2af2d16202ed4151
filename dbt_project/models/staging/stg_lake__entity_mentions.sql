with source as (
    {{ lake_rows("entity_mentions") }}
)

select
    article_id,
    revision,
    local_entity_no,
    name,
    spellings,
    entity_type,
    roles,
    gender,
    {{ utc("published_at") }} as published_at,
    outlet,
    company,
    entity_id,
    origin_entity_id,
    method,
    score,
    candidates,
    batch_id,
    method = 'withdrawn' as is_removed
from source
