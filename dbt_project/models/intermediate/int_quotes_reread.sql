-- depends_on: {{ ref("int_quotes_joined_to_speakers") }}
{{ config(materialized="built_table") }}

with held as (
    {{ known_quotes() }}
),

corrected as (
    select * from {{ ref("int_articles_corrected") }}
),

replaced as (
    select * from {{ ref("int_articles_replaced") }}
),

known as (
    select held.*
    from held
    semi join corrected on held.article_id = corrected.article_id
    anti join replaced on held.article_id = replaced.article_id
    where not held.is_added
),

chains as (
    select * from {{ ref("int_chains_resolved") }}
),

-- a corrected span may begin in another sentence than the reader's
sentences_read as (
    {{ sentences_begun("known", "quote_id", "reader_content_spans") }}
)

select
    known.* replace (
        case
            when chains.article_id is null then known.reader_speaker
            else coalesce(chains.entity_name, known.reader_speaker_as_printed)
        end as speaker,
        known.reader_speaker_as_printed as speaker_as_printed,
        case
            when chains.article_id is null then known.reader_speaker_entity_id else chains.entity_id
        end as speaker_entity_id,
        coalesce(chains.entity_type, known.reader_speaker_entity_type) as speaker_entity_type,
        known.reader_source as source,
        known.reader_source_spans as source_spans,
        known.reader_kind as kind,
        known.reader_content as content,
        known.reader_content_spans as content_spans,
        case
            when known.content_spans = known.reader_content_spans then known.sentence_no
            else sentences_read.sentence_no
        end as sentence_no
    )
from known
left join sentences_read on known.quote_id = sentences_read.quote_id
left join chains
    on known.article_id = chains.article_id and known.speaker_local_entity_no = chains.local_entity_no
