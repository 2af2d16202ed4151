with source as (
    {{ lake_rows("entity_history") }}
)

select
    batch_id,
    kind,
    from_entity_id,
    to_entity_id,
    chains as n_chains,
    reason
from source
