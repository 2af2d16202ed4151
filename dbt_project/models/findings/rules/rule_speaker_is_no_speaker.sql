{% set of_a_place = "'(?i)^(it|its|they|which|(the|its) (country|government|city|state)\\b.*)$'" %}

with quotes as (
    select
        *,
        {{ folded("speaker") }} as folded_speaker
    from {{ ref("int_quotes_judged") }}
    where speaker is not null
),

articles as (
    select
        article_id,
        {{ folded("outlet") }} as folded_outlet,
        [{{ folded("author") }} for author in authors] as folded_authors
    from {{ ref("articles") }}
    where article_id in (select quotes.article_id from quotes)
),

typed as (
    select
        quotes.*,
        case
            when
                regexp_matches(
                    quotes.folded_speaker,
                    '^ (on |last |next |this |early |late )*(monday|tuesday|wednesday|thursday|friday|saturday'
                    || '|sunday|today|yesterday|january|february|march|april|june|july|august'
                    || '|september|october|november|december'
                    || '|week|month|year|[0-9]+)( [0-9]+)* $'
                )
                then 'a date'
            when list_contains(articles.folded_authors, quotes.folded_speaker) then 'who wrote the article'
            when articles.folded_outlet = quotes.folded_speaker then 'the outlet'
            when quotes.speaker_entity_type = 'LOC' then 'a place'
        end as what
    from quotes
    inner join articles on quotes.article_id = articles.article_id
),

-- whom the words beside the quote name: "Marle Mayor Odo Fenn" is not Marle
persons as (
    select distinct typed.quote_id
    from typed
    inner join {{ ref("int_names_judged") }} as names
        on
            typed.article_id = names.article_id
            and typed.source_spans[1].start_char <= names.start_char
            and typed.source_spans[-1].end_char >= names.end_char
    where typed.what = 'a place' and names.entity_type = 'PERSON'
)

-- a capital or a paper may well speak, where the words beside the quote say so
select
    article_id,
    quote_id,
    concat_ws(': ', speaker, content) as place,
    concat_ws(': ', speaker, content) as evidence,
    content_spans as evidence_spans,
    'the speaker is ' || what || coalesce('; beside the words stands ' || source, '') as suggestion
from typed
where
    what is not null
    and (
        what = 'a date'
        or source is null
        or quote_id in (select persons.quote_id from persons)
        or not (
            list_has_any({{ name_words("source") }}, speaker_words)
            or (what = 'a place' and regexp_matches(source, {{ of_a_place }}))
        )
    )
