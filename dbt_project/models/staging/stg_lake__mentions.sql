with source as (
    {{ lake_rows("mentions") }}
)

select
    mention_id,
    article_id,
    revision,
    batch_id,
    reader_version,
    mention_no,
    sentence_no,
    start_char,
    end_char,
    text,
    form,
    entity_type,
    role,
    local_entity_no,
    local_entity_name,
    score
from source
