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
)

select
    known.* replace (
        known.reader_speaker as speaker,
        known.reader_speaker_as_printed as speaker_as_printed,
        known.reader_speaker_entity_id as speaker_entity_id,
        known.reader_speaker_entity_type as speaker_entity_type,
        known.reader_source as source,
        known.reader_source_spans as source_spans,
        known.reader_kind as kind
    )
from known
semi join corrected on known.article_id = corrected.article_id
anti join replaced on known.article_id = replaced.article_id
