with source as (
    {{ lake_rows("entity_aliases") }}
)

select
    entity_id,
    alias,
    kind,
    count as n_mentions,
    outlets,
    {{ utc("first_seen_at") }} as first_seen,
    {{ utc("last_seen_at") }} as last_seen,
    batch_id,
    count = 0 as is_removed
from source
