{{ config(materialized="built_table") }}

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

entities as (
    select * from {{ ref("int_names_of_corrected_articles") }}
),

-- a quote is known by its words; the id, and then the place, tell those of the same words apart. Spans move with it
candidates as (
    select
        corrections.* replace (
            {{ moved("corrections.content_spans", "(quotes.start_char - corrections.start_char)") }} as content_spans
        ),
        quotes.quote_id as matched_quote_id,
        {{ nearest_place("articles.text", "corrections.source", "quotes.start_char") }} as source_place,
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
    where
        (corrections.source is null or contains(articles.text, corrections.source))
        and (
            corrections.wrong <> 'span'
            or corrections.content = {{
                text_of(
                    "articles.text", moved("corrections.content_spans", "(quotes.start_char - corrections.start_char)")
                )
            }}
        )
),

-- of a quote that was missing and that the reader finds by now, all that was said of it counts
things as (
    select
        *,
        unnest(
            case
                when wrong <> 'missing' then [wrong]
                else
                    list_filter(
                        [
                            wrong,
                            case when speaker is not null then 'speaker' end,
                            case when source is not null then 'source' end,
                            case when kind is not null then 'kind' end
                        ],
                        lambda thing: thing is not null
                    )
            end
        ) as thing
    from candidates
    where choice = 1
),

-- the latest word on each thing; who says that nothing is wrong says so of all
latest as (
    select
        *,
        row_number() over (
            partition by matched_quote_id, thing order by corrected_at desc, path desc, line_no desc
        ) as age
    from things
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
    any_value(article_id) as article_id,
    list(correction_id order by corrected_at, correction_id) filter (where thing = wrong) as correction_ids,
    bool_or(thing = 'speaker') as has_speaker,
    bool_or(thing = 'source') as has_source,
    bool_or(thing = 'kind') as has_kind,
    bool_or(thing = 'span') as has_span,
    bool_or(thing = 'not_a_quote') as is_refuted,
    bool_or(thing = 'nothing') as is_confirmed,
    any_value(speaker_name) filter (where thing = 'speaker' and age = 1) as speaker,
    any_value(speaker) filter (where thing = 'speaker' and age = 1) as speaker_as_printed,
    any_value(speaker_entity_id) filter (where thing = 'speaker' and age = 1) as speaker_entity_id,
    any_value(speaker_entity_type) filter (where thing = 'speaker' and age = 1) as speaker_entity_type,
    any_value(source) filter (where thing = 'source' and age = 1) as source,
    any_value([struct_pack(start_char := source_place, end_char := source_place + length(source))])
    filter (where thing = 'source' and age = 1) as source_spans,
    any_value(kind) filter (where thing = 'kind' and age = 1) as kind,
    any_value(content) filter (where thing = 'span' and age = 1) as content,
    any_value(content_spans) filter (where thing = 'span' and age = 1) as content_spans
from named
group by matched_quote_id
