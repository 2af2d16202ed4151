-- depends_on: {{ ref("int_articles_replaced") }}
-- depends_on: {{ ref("int_chains_resolved") }}
-- depends_on: {{ ref("int_entities_resolved") }}
-- depends_on: {{ ref("quotes") }}
{{
    config(
        materialized="keyed_table",
        unique_key="article_id",
        meta={"replaced_in": "int_articles_replaced"},
        post_hook="{{ rename_speakers(this) }}; {{ tell_reporters(this, ref('quotes')) }}"
    )
}}

-- The columns of quotes. Nobody corrects a stance: what the reader read is what it is.
with articles as (
    select * from {{ ref("int_articles_ranked_by_revision") }}
    where revision_rank = 1
),

stances as (
    {{ attributions_with_speakers(ref("stg_lake__stances")) }}
)

select
    stances.quote_id,
    stances.article_id,
    stances.revision,
    stances.quote_no,
    articles.outlet_id,
    articles.outlet,
    articles.published_at,
    articles.title,
    articles.url,
    articles.wire_credit,
    stances.speaker,
    stances.speaker_as_printed,
    stances.speaker_entity_id,
    stances.speaker_entity_type,
    stances.kind,
    stances.content,
    stances.content_spans[1].start_char as content_start_char,
    stances.content_spans[-1].end_char as content_end_char,
    stances.content_spans,
    stances.cue,
    stances.cue_lemma,
    stances.cue_class,
    stances.cue_spans,
    stances.source,
    stances.source_type,
    stances.source_spans,
    stances.speaker_mention_id,
    stances.speaker_local_entity_no,
    stances.resolution_path,
    stances.channel,
    stances.sentence_no,
    stances.parent_quote_no,
    cast([] as varchar[]) as reported_by,
    stances.is_repeat,
    stances.score,
    stances.speaker_score,
    stances.speaker_runner_up,
    stances.speaker_runner_up_score,
    stances.speakers_as_printed,
    stances.on_behalf_of,
    stances.is_withheld,
    stances.reader_version,
    stances.batch_id,
    stances.speaker as reader_speaker,
    stances.speaker_as_printed as reader_speaker_as_printed,
    stances.speaker_entity_id as reader_speaker_entity_id,
    stances.speaker_entity_type as reader_speaker_entity_type,
    stances.source as reader_source,
    stances.source_spans as reader_source_spans,
    stances.kind as reader_kind,
    stances.content as reader_content,
    stances.content_spans as reader_content_spans,
    false as is_added,
    false as is_refuted,
    false as is_confirmed,
    cast([] as varchar[]) as correction_ids
from stances
inner join articles on stances.article_id = articles.article_id
