{{ config(materialized="table") }}

with corrections as (
    select
        *,
        {{ folded("words") }} as folded_words
    from {{ ref("corrections") }}
    where article_id in (select replaced.article_id from {{ ref("int_quotes_replaced") }} as replaced)
),

quotes as (
    select
        quote_id,
        article_id,
        content,
        content_spans[1].start_char as start_char
    from {{ ref("int_quotes_uncorrected") }}
    where article_id in (select corrections.article_id from corrections)
),

articles as (
    select
        article_id,
        text
    from {{ ref("int_articles_ranked_by_revision") }}
    where revision_rank = 1 and article_id in (select corrections.article_id from corrections)
),

mentions as (
    select
        article_id,
        entity_id,
        entity_name,
        entity_type,
        unnest([lower(entity_name), lower(text)]) as folded_name
    from {{ ref("entity_mentions") }}
    where form = 'name' and entity_id is not null and article_id in (select corrections.article_id from corrections)
),

-- a name as the article prints it, or as all articles call who is meant
entities as (
    select distinct on (article_id, folded_name)
        article_id,
        folded_name,
        entity_id,
        entity_name,
        entity_type
    from mentions
    order by article_id asc, folded_name asc, entity_id asc
),

-- a quote is known by its words; the id, and then the place, tell those of the same words apart
candidates as (
    select
        corrections.*,
        quotes.quote_id as matched_quote_id,
        strpos(articles.text, corrections.source) as source_place,
        row_number() over (
            partition by corrections.correction_id
            order by
                coalesce(quotes.quote_id = corrections.quote_id, false) desc,
                abs(quotes.start_char - coalesce(corrections.start_char, quotes.start_char)) asc,
                quotes.start_char asc
        ) as choice
    from corrections
    inner join quotes
        on
            corrections.article_id = quotes.article_id
            and corrections.folded_words = {{ folded("quotes.content") }}
    inner join articles on corrections.article_id = articles.article_id
    where corrections.source is null or contains(articles.text, corrections.source)
),

-- the latest word on each thing; who says that nothing is wrong says so of all
latest as (
    select
        *,
        row_number() over (
            partition by matched_quote_id, wrong order by corrected_at desc, path desc, line_no desc
        ) as age
    from candidates
    where choice = 1
),

named as (
    select
        latest.*,
        entities.entity_id as speaker_entity_id,
        coalesce(entities.entity_name, latest.speaker) as speaker_name,
        case when latest.speaker is not null then coalesce(entities.entity_type, 'PERSON') end as speaker_entity_type
    from latest
    left join entities
        on latest.article_id = entities.article_id and lower(latest.speaker) = entities.folded_name
)

select
    matched_quote_id as quote_id,
    list(correction_id order by corrected_at, correction_id) as correction_ids,
    bool_or(wrong = 'speaker') as has_speaker,
    bool_or(wrong = 'source') as has_source,
    bool_or(wrong = 'kind') as has_kind,
    bool_or(wrong = 'not_a_quote') as is_refuted,
    bool_or(wrong = 'nothing') as is_confirmed,
    any_value(speaker_name) filter (where wrong = 'speaker' and age = 1) as speaker,
    any_value(speaker) filter (where wrong = 'speaker' and age = 1) as speaker_as_printed,
    any_value(speaker_entity_id) filter (where wrong = 'speaker' and age = 1) as speaker_entity_id,
    any_value(speaker_entity_type) filter (where wrong = 'speaker' and age = 1) as speaker_entity_type,
    any_value(source) filter (where wrong = 'source' and age = 1) as source,
    any_value(
        [struct_pack(
            start_char := cast(source_place - 1 as bigint),
            end_char := cast(source_place - 1 + length(source) as bigint)
        )]
    ) filter (where wrong = 'source' and age = 1) as source_spans,
    any_value(kind) filter (where wrong = 'kind' and age = 1) as kind
from named
group by matched_quote_id
