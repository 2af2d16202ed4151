{{ config(materialized="keyed_table", unique_key="segment_id", meta={"replaced_in": "stg_lake__utterance_segments"}) }}

with latest as (
    {{ latest_of(ref("stg_lake__utterance_segments"), ["segment_id"]) }}
)

select
    utterance_id,
    segment_id,
    quote_id,
    article_id,
    revision,
    sentence_no,
    segment_place,
    kind,
    text,
    start_char,
    spans[-1].end_char as end_char,
    spans,
    speaker,
    speaker_entity_id,
    outlet,
    published_at,
    is_repeat,
    is_copy,
    batch_id
from latest
where utterance_id is not null
