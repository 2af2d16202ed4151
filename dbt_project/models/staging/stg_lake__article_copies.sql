with source as (
    {{ lake_rows("article_copies") }}
)

select
    article_id,
    copy_article_id,
    kind,
    containment,
    copy_containment,
    shared_words as n_shared_words,
    {{ utc("published_at") }} as published_at,
    {{ utc("copy_published_at") }} as copy_published_at,
    printed_first,
    wire_credit,
    is_uncredited,
    batch_id,
    is_removed
from source
