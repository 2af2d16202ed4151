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

-- whom the article quotes by name did not write it, whatever its byline holds; in a transcript a reporter speaks, too
quoted as (
    select distinct
        quotes.article_id,
        quotes.folded_speaker
    from quotes
    inner join articles on quotes.article_id = articles.article_id
    where
        list_contains(articles.folded_authors, quotes.folded_speaker)
        and quotes.cue is distinct from ':'
        and list_contains({{ name_words("quotes.source") }}, quotes.speaker_words[-1])
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
            when list_contains(articles.folded_authors, quotes.folded_speaker) and quoted.folded_speaker is null
                then 'who wrote the article'
            when articles.folded_outlet = quotes.folded_speaker then 'the outlet'
            when quotes.speaker_entity_type = 'LOC' then 'a place'
        end as what
    from quotes
    inner join articles on quotes.article_id = articles.article_id
    left join quoted on quotes.article_id = quoted.article_id and quotes.folded_speaker = quoted.folded_speaker
),

-- whom the words beside the quote name: "Marle Mayor Odo Fenn" is not Marle, and "the Republic" may be
beside as (
    select
        typed.quote_id,
        bool_or(names.entity_type = 'PERSON') as is_person,
        bool_or(names.local_entity_no = typed.speaker_local_entity_no) as is_speaker
    from typed
    inner join {{ ref("int_names_judged") }} as names
        on
            typed.article_id = names.article_id
            and typed.source_spans[1].start_char <= names.start_char
            and typed.source_spans[-1].end_char >= names.end_char
    where typed.what = 'a place'
    group by typed.quote_id
)

-- a capital or a paper may well speak, where the words beside the quote say so
select
    typed.article_id,
    typed.quote_id,
    concat_ws(': ', typed.speaker, typed.content) as place,
    concat_ws(': ', typed.speaker, typed.content) as evidence,
    typed.content_spans as evidence_spans,
    'the speaker is ' || typed.what || coalesce('; beside the words stands ' || typed.source, '') as suggestion
from typed
left join beside on typed.quote_id = beside.quote_id
where
    typed.what is not null
    and (
        typed.what = 'a date'
        or typed.source is null
        or coalesce(beside.is_person, false)
        or not (
            list_has_any({{ name_words("typed.source") }}, typed.speaker_words)
            or coalesce(beside.is_speaker, false)
            or (typed.what = 'a place' and regexp_matches(typed.source, {{ of_a_place }}))
        )
    )
