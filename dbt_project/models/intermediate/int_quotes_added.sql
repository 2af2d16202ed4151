{{ config(materialized="built_table") }}

-- Quotes that a person found and the reader did not, where the article still prints their words.
with corrections as (
    select
        *,
        {{ folded("words") }} as folded_words
    from {{ ref("corrections") }}
    where
        wrong = 'missing'
        and article_id in (select replaced.article_id from {{ ref("int_quotes_replaced") }} as replaced)
),

articles as (
    select
        article_id,
        revision,
        text
    from {{ ref("int_articles_ranked_by_revision") }}
    where revision_rank = 1 and article_id in (select corrections.article_id from corrections)
),

found as (
    select
        article_id,
        {{ folded("content") }} as folded_words
    from {{ ref("int_quotes_uncorrected") }}
    where article_id in (select corrections.article_id from corrections)
),

entities as (
    select * from {{ ref("int_names_of_corrected_articles") }}
),

firsts as (
    select
        correction_id,
        content_spans[1].start_char as start_char,
        left(content, cast(content_spans[1].end_char - content_spans[1].start_char as bigint)) as words
    from corrections
),

-- where the text has changed since, the words have moved as the first of them has
anchored as (
    select
        corrections.*,
        articles.revision,
        articles.text,
        {{ nearest_place("articles.text", "firsts.words", "firsts.start_char") }} - firsts.start_char as moved_by
    from corrections
    inner join firsts on corrections.correction_id = firsts.correction_id
    inner join articles on corrections.article_id = articles.article_id
    anti join found
        on corrections.article_id = found.article_id and corrections.folded_words = found.folded_words
    where corrections.source is null or contains(articles.text, corrections.source)
),

placed as (
    select
        * replace ({{ moved("content_spans", "moved_by") }} as content_spans),
        {{ nearest_place("text", "source", "start_char") }} as source_place
    from anchored
    where content = {{ text_of("text", moved("content_spans", "moved_by")) }}
),

latest as (
    select
        *,
        list(correction_id) over (partition by article_id, content_spans) as correction_ids
    from placed
    qualify
        row_number() over (
            partition by article_id, content_spans order by corrected_at desc, path desc, line_no desc
        ) = 1
),

standing_in as (
    {{ sentences_begun("latest", "correction_id", "content_spans") }}
)

select
    latest.article_id || '.' || latest.revision || '.c' || left(latest.correction_id, 8) as quote_id,
    latest.article_id,
    latest.revision,
    cast(
        -row_number() over (
            partition by latest.article_id order by latest.content_spans[1].start_char, latest.correction_id
        ) as integer
    ) as quote_no,
    coalesce(entities.entity_name, latest.speaker) as speaker,
    latest.speaker as speaker_as_printed,
    entities.entity_id as speaker_entity_id,
    case when latest.speaker is not null then coalesce(entities.entity_type, 'PERSON') end as speaker_entity_type,
    coalesce(
        latest.kind, case when regexp_matches(latest.content, '^["“‘''«„]') then 'direct' else 'indirect' end
    ) as kind,
    latest.content,
    latest.content_spans,
    latest.source,
    case
        when latest.source is null then []
        else [struct_pack(start_char := latest.source_place, end_char := latest.source_place + length(latest.source))]
    end as source_spans,
    standing_in.sentence_no,
    coalesce(standing_in.is_repeat, false) as is_repeat,
    coalesce(standing_in.reader_version, 'none') as reader_version,
    latest.batch_id,
    latest.correction_ids
from latest
left join standing_in on latest.correction_id = standing_in.correction_id
left join entities
    on latest.article_id = entities.article_id and lower(latest.speaker) = entities.folded_name
