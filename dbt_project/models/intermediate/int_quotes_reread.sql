-- depends_on: {{ ref("int_quotes_joined_to_speakers") }}
{{ config(materialized="table") }}

with known as (
    {{ known_quotes() }}
),

corrected as (
    select * from {{ ref("int_articles_corrected") }}
),

replaced as (
    select * from {{ ref("int_articles_replaced") }}
),

chains as (
    select * from {{ ref("int_chains_resolved") }}
),

sentences as (
    select
        article_id,
        sentence_no,
        start_char
    from {{ ref("sentences") }}
    where article_id in (select corrected.article_id from corrected)
),

-- a corrected span may begin in another sentence than the reader's
sentences_read as (
    select
        known.quote_id,
        arg_max(sentences.sentence_no, sentences.start_char) as sentence_no
    from known
    inner join sentences
        on
            known.article_id = sentences.article_id
            and known.reader_content_spans[1].start_char >= sentences.start_char
    group by known.quote_id
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
semi join corrected on known.article_id = corrected.article_id
anti join replaced on known.article_id = replaced.article_id
left join sentences_read on known.quote_id = sentences_read.quote_id
left join chains
    on known.article_id = chains.article_id and known.speaker_local_entity_no = chains.local_entity_no
where not known.is_added
