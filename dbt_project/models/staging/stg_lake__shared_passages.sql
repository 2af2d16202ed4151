with source as (
    {{ lake_rows("shared_passages") }}
)

select
    article_id,
    copy_article_id,
    passage_no,
    start_char,
    end_char,
    copy_start_char,
    copy_end_char,
    words as n_words,
    batch_id,
    is_removed
from source
