with source as (
    {{ lake_rows("entities") }}
)

select
    entity_id,
    entity_type,
    name,
    full_names,
    gender,
    roles,
    company,
    is_provisional,
    chains as n_chains,
    mentions as n_mentions,
    outlets,
    {{ utc("first_seen_at") }} as first_seen,
    {{ utc("last_seen_at") }} as last_seen,
    knowledge_base_id,
    knowledge_base_probability,
    merged_into,
    batch_id,
    chains = 0 as is_removed
from source
