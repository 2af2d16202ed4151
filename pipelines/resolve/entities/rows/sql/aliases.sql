-- One row per entity and spelling as printed.
with

spellings as (
    select
        entity_id,
        outlet,
        published_at,
        unnest(spellings) as alias
    from links
    where entity_id is not null
)

select
    entity_id,
    alias,
    null::varchar as kind,
    count(*) as count,
    list_sort(coalesce(list(distinct outlet) filter (where outlet is not null), [])) as outlets,
    min(published_at) as first_seen_at,
    max(published_at) as last_seen_at,
    $batch_id as batch_id
from spellings
group by entity_id, alias
order by entity_id, alias
