{{ config(materialized="keyed_table", unique_key="article_id", meta={"replaced_in": "int_articles_replaced"}) }}

with sentences as (
    {{ replacing_rows(ref("stg_lake__sentences")) }}
),

articles as (
    select * from {{ ref("int_articles_ranked_by_revision") }}
    where revision_rank = 1
)

select
    sentences.article_id,
    sentences.revision,
    sentences.sentence_no,
    sentences.paragraph_no,
    sentences.role,
    {{ text_at("articles.text", "sentences.start_char", "sentences.end_char") }} as text,
    sentences.start_char,
    sentences.end_char,
    sentences.is_repeat,
    sentences.is_boilerplate,
    sentences.reader_version,
    sentences.batch_id
from sentences
inner join articles on sentences.article_id = articles.article_id
