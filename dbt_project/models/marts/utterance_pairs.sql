{{
    config(
        materialized="keyed_table",
        unique_key=["left_segment_id", "right_segment_id", "grain"],
        meta={"replaced_in": "stg_lake__utterance_pairs"}
    )
}}

with latest as (
    {{ latest_of(ref("stg_lake__utterance_pairs"), ["left_segment_id", "right_segment_id", "grain"]) }}
)

select
    left_segment_id,
    right_segment_id,
    grain,
    kind,
    score,
    left_quote_id,
    right_quote_id,
    left_article_id,
    right_article_id,
    left_words,
    right_words,
    left_spans,
    right_spans,
    is_same_speaker,
    days_apart,
    batch_id
from latest
