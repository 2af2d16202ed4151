-- depends_on: {{ ref("int_quotes_replaced") }}
-- depends_on: {{ ref("int_chains_resolved") }}
-- depends_on: {{ ref("int_entities_resolved") }}
{{
    config(
        materialized="keyed_table",
        unique_key="article_id",
        meta={"replaced_in": "int_quotes_replaced"},
        post_hook="{{ rename_speakers(this) }}; {{ tell_reporters(this, this) }}"
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
),

sentences_corrected as (
    {{ sentences_begun("corrections", "quote_id", "content_spans") }}
),

added as (
    select * from {{ ref("int_quotes_added") }}
),

corrected as (
    select
        quotes.quote_id,
        quotes.article_id,
        quotes.revision,
        quotes.quote_no,
        {%- for column in ["speaker", "speaker_as_printed", "speaker_entity_id", "speaker_entity_type"] %}
        case
            when corrections.is_refuted then null
            when corrections.has_speaker then corrections.{{ column }}
            else quotes.{{ column }}
        end as {{ column }},
        {%- endfor %}
        case when corrections.has_kind then corrections.kind else quotes.kind end as kind,
        case when corrections.has_span then corrections.content else quotes.content end as content,
        case when corrections.has_span then corrections.content_spans else quotes.content_spans end as content_spans,
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
        coalesce(sentences_corrected.sentence_no, quotes.sentence_no) as sentence_no,
        quotes.parent_quote_no,
        quotes.is_repeat,
        quotes.score,
        quotes.speaker_score,
        quotes.speaker_runner_up,
        quotes.speaker_runner_up_score,
        quotes.speakers_as_printed,
        quotes.on_behalf_of,
        quotes.is_withheld,
        quotes.reader_version,
        quotes.batch_id,
        quotes.speaker as reader_speaker,
        quotes.speaker_as_printed as reader_speaker_as_printed,
        quotes.speaker_entity_id as reader_speaker_entity_id,
        quotes.speaker_entity_type as reader_speaker_entity_type,
        quotes.source as reader_source,
        quotes.source_spans as reader_source_spans,
        quotes.kind as reader_kind,
        quotes.content as reader_content,
        quotes.content_spans as reader_content_spans,
        false as is_added,
        coalesce(corrections.is_refuted, false) as is_refuted,
        coalesce(corrections.is_confirmed, false) as is_confirmed,
        coalesce(corrections.correction_ids, []) as correction_ids
    from quotes
    left join corrections on quotes.quote_id = corrections.quote_id
    left join sentences_corrected on quotes.quote_id = sentences_corrected.quote_id
),

-- what the reader read, corrected, and what it missed
said as (
    select * from corrected
    union all by name
    select
        *,
        true as is_added
    from added
)

select
    said.quote_id,
    said.article_id,
    said.revision,
    said.quote_no,
    articles.outlet_id,
    articles.outlet,
    articles.published_at,
    articles.title,
    articles.url,
    articles.wire_credit,
    said.speaker,
    said.speaker_as_printed,
    said.speaker_entity_id,
    said.speaker_entity_type,
    said.kind,
    said.content,
    said.content_spans[1].start_char as content_start_char,
    said.content_spans[-1].end_char as content_end_char,
    said.content_spans,
    said.cue,
    said.cue_lemma,
    said.cue_class,
    coalesce(said.cue_spans, []) as cue_spans,
    said.source,
    said.source_type,
    said.source_spans,
    said.speaker_mention_id,
    said.speaker_local_entity_no,
    coalesce(said.resolution_path, []) as resolution_path,
    said.channel,
    said.sentence_no,
    said.parent_quote_no,
    cast([] as varchar[]) as reported_by,
    said.is_repeat,
    said.score,
    said.speaker_score,
    said.speaker_runner_up,
    said.speaker_runner_up_score,
    coalesce(said.speakers_as_printed, []) as speakers_as_printed,
    said.on_behalf_of,
    coalesce(said.is_withheld, false) as is_withheld,
    said.reader_version,
    said.batch_id,
    said.reader_speaker,
    said.reader_speaker_as_printed,
    said.reader_speaker_entity_id,
    said.reader_speaker_entity_type,
    said.reader_source,
    coalesce(said.reader_source_spans, []) as reader_source_spans,
    said.reader_kind,
    said.reader_content,
    coalesce(said.reader_content_spans, []) as reader_content_spans,
    said.is_added,
    coalesce(said.is_refuted, false) as is_refuted,
    coalesce(said.is_confirmed, false) as is_confirmed,
    said.correction_ids
from said
inner join articles on said.article_id = articles.article_id
