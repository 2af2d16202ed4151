{{
    config(
        materialized="keyed_table",
        unique_key=["article_id", "copy_article_id", "passage_no"],
        meta={"replaced_in": "stg_lake__shared_passages"}
    )
}}

with latest as (
    {{ latest_of(ref("stg_lake__shared_passages"), ["article_id", "copy_article_id", "passage_no"]) }}
)

select
    article_id,
    copy_article_id,
    passage_no,
    start_char,
    end_char,
    copy_start_char,
    copy_end_char,
    n_words,
    batch_id
from latest
