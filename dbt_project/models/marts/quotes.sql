-- depends_on: {{ ref("int_articles_replaced") }}
-- depends_on: {{ ref("int_chains_resolved") }}
-- depends_on: {{ ref("int_entities_resolved") }}
{{
    config(
        materialized="incremental",
        unique_key="article_id",
        meta={"replaced_in": "int_articles_replaced"},
        post_hook="{{ rename_speakers(this) }}"
    )
}}

with quotes as (
    select * from {{ ref("int_quotes_joined_to_speakers") }}
),

articles as (
    select * from {{ ref("int_articles_ranked_by_revision") }}
    where revision_rank = 1
)

select
    quotes.quote_id,
    quotes.article_id,
    quotes.revision,
    quotes.quote_no,
    articles.outlet_id,
    articles.outlet,
    articles.published_at,
    articles.title,
    articles.url,
    articles.wire_credit,
    quotes.speaker,
    quotes.speaker_as_printed,
    quotes.speaker_entity_id,
    quotes.speaker_entity_type,
    quotes.kind,
    quotes.content,
    quotes.content_spans[1].start_char as content_start_char,
    quotes.content_spans[-1].end_char as content_end_char,
    quotes.content_spans,
    quotes.cue,
    quotes.cue_lemma,
    quotes.cue_class,
    quotes.cue_spans,
    quotes.source,
    quotes.source_type,
    quotes.source_spans,
    quotes.speaker_mention_id,
    quotes.speaker_local_entity_no,
    quotes.resolution_path,
    quotes.channel,
    quotes.sentence_no,
    quotes.parent_quote_no,
    quotes.is_repeat,
    quotes.score,
    quotes.speaker_score,
    quotes.reader_version,
    quotes.batch_id
from quotes
inner join articles on quotes.article_id = articles.article_id
