with source as (
    {{ lake_rows("utterance_pairs") }}
)

select
    kind,
    grain,
    score,
    left_segment_id,
    right_segment_id,
    left_quote_id,
    right_quote_id,
    left_article_id,
    right_article_id,
    left_spans,
    right_spans,
    left_words,
    right_words,
    is_same_speaker,
    days_apart,
    batch_id,
    is_removed
from source
