with source as (
    {{ lake_rows("sentences") }}
)

select
    article_id,
    revision,
    batch_id,
    reader_version,
    sentence_no,
    paragraph_no,
    start_char,
    end_char,
    role,
    is_repeat,
    coalesce(is_boilerplate, false) as is_boilerplate
from source
