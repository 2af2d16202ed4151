-- depends_on: {{ ref("int_quotes_replaced") }}
-- depends_on: {{ ref("int_chains_resolved") }}
-- depends_on: {{ ref("int_entities_resolved") }}
{{
    config(
        materialized="incremental",
        unique_key="article_id",
        meta={"replaced_in": "int_quotes_replaced"},
        post_hook="{{ rename_speakers(this) }}"
    )
}}

with quotes as (
    select * from {{ ref("int_quotes_uncorrected") }}
),

corrections as (
    select * from {{ ref("int_corrections_matched") }}
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
    {%- for column in ["speaker", "speaker_as_printed", "speaker_entity_id", "speaker_entity_type"] %}
    case
        when corrections.is_refuted then null
        when corrections.has_speaker then corrections.{{ column }}
        else quotes.{{ column }}
    end as {{ column }},
    {%- endfor %}
    case when corrections.has_kind then corrections.kind else quotes.kind end as kind,
    quotes.content,
    quotes.content_spans[1].start_char as content_start_char,
    quotes.content_spans[-1].end_char as content_end_char,
    quotes.content_spans,
    quotes.cue,
    quotes.cue_lemma,
    quotes.cue_class,
    quotes.cue_spans,
    case when corrections.has_source then corrections.source else quotes.source end as source,
    quotes.source_type,
    case when corrections.has_source then corrections.source_spans else quotes.source_spans end as source_spans,
    quotes.speaker_mention_id,
    quotes.speaker_local_entity_no,
    quotes.resolution_path,
    quotes.channel,
    quotes.sentence_no,
    quotes.parent_quote_no,
    quotes.is_repeat,
    quotes.score,
    quotes.speaker_score,
    quotes.speaker_runner_up,
    quotes.speaker_runner_up_score,
    quotes.reader_version,
    quotes.batch_id,
    quotes.speaker as reader_speaker,
    quotes.speaker_as_printed as reader_speaker_as_printed,
    quotes.speaker_entity_id as reader_speaker_entity_id,
    quotes.speaker_entity_type as reader_speaker_entity_type,
    quotes.source as reader_source,
    quotes.source_spans as reader_source_spans,
    quotes.kind as reader_kind,
    coalesce(corrections.is_refuted, false) as is_refuted,
    coalesce(corrections.is_confirmed, false) as is_confirmed,
    coalesce(corrections.correction_ids, []) as correction_ids
from quotes
left join corrections on quotes.quote_id = corrections.quote_id
inner join articles on quotes.article_id = articles.article_id
