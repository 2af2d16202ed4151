{{
    config(
        materialized="keyed_table",
        unique_key=["entity_id", "alias"],
        meta={"replaced_in": "stg_lake__entity_aliases"}
    )
}}

with latest as (
    {{ latest_of(ref("stg_lake__entity_aliases"), ["entity_id", "alias"]) }}
)

select
    entity_id,
    alias,
    kind,
    n_mentions,
    outlets,
    first_seen,
    last_seen,
    batch_id
from latest
