{{
    config(
        materialized="keyed_table",
        unique_key=["article_id", "copy_article_id"],
        meta={"replaced_in": "stg_lake__article_copies"}
    )
}}

with latest as (
    {{ latest_of(ref("stg_lake__article_copies"), ["article_id", "copy_article_id"]) }}
)

select
    article_id,
    copy_article_id,
    kind,
    containment,
    copy_containment,
    n_shared_words,
    published_at,
    copy_published_at,
    printed_first,
    wire_credit,
    is_uncredited,
    batch_id
from latest
