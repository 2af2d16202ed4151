with source as (
    {{ lake_rows("utterance_history") }}
)

select
    batch_id,
    change,
    utterance_id,
    into_utterance_id,
    reason
from source
