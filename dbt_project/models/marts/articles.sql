{{ config(materialized="keyed_table", unique_key="article_id", meta={"replaced_in": "int_articles_touched"}) }}

with current_revisions as (
    select * exclude (revision_rank)
    from {{ ref("int_articles_ranked_by_revision") }}
    where revision_rank = 1
),

touched as (
    select * from {{ ref("int_articles_touched") }}
),

sentences as (
    select
        article_id,
        any_value(reader_version) as reader_version,
        count(*) as n_sentences
    from {{ ref("sentences") }}
    where article_id in (select touched.article_id from touched)
    group by article_id
),

mentions as (
    select
        article_id,
        count(*) as n_mentions
    from {{ ref("entity_mentions") }}
    where article_id in (select touched.article_id from touched)
    group by article_id
),

quotes as (
    select
        article_id,
        count(*) as n_quotes
    from {{ ref("quotes") }}
    where article_id in (select touched.article_id from touched)
    group by article_id
),

duplicates as (
    select
        duplicate_of as article_id,
        count(distinct coalesce(article_id, concat_ws('#', path, record_no))) as n_duplicates
    from {{ ref("ingest_outcomes") }}
    where outcome = 'duplicate' and duplicate_of in (select touched.article_id from touched)
    group by duplicate_of
)

select
    current_revisions.*,
    sentences.reader_version is not null as is_annotated,
    sentences.reader_version,
    coalesce(sentences.n_sentences, 0) as n_sentences,
    coalesce(mentions.n_mentions, 0) as n_mentions,
    coalesce(quotes.n_quotes, 0) as n_quotes,
    coalesce(duplicates.n_duplicates, 0) as n_duplicates
from current_revisions
left join sentences on current_revisions.article_id = sentences.article_id
left join mentions on current_revisions.article_id = mentions.article_id
left join quotes on current_revisions.article_id = quotes.article_id
left join duplicates on current_revisions.article_id = duplicates.article_id
