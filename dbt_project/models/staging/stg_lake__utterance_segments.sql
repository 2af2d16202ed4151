with source as (
    {{ lake_rows("utterance_segments") }}
)

select
    utterance_id,
    segment_id,
    quote_id,
    article_id,
    revision,
    sentence_no,
    segment_place,
    form as kind,
    spans,
    text,
    speaker,
    outlet,
    {{ utc("published_at") }} as published_at,
    is_repeat,
    is_copy,
    speaker_key as speaker_entity_id,
    start_char,
    batch_id,
    is_removed
from source
