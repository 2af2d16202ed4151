with quotes as (
    select
        *,
        source_spans[1].start_char as source_start_char,
        source_spans[-1].end_char as source_end_char
    from {{ ref("int_quotes_judged") }}
    where speaker is not null and len(source_spans) > 0
),

names as (
    select * from {{ ref("int_names_judged") }}
    where entity_type = 'PERSON'
),

compared as (
    select
        quotes.article_id,
        quotes.quote_id,
        quotes.speaker,
        quotes.source,
        quotes.source_spans,
        names.text as name,
        {{ names_agree("quotes.speaker_words", "names.words") }}
        or {{ spelt_alike("quotes.speaker_words[-1]", "names.words[-1]") }} as is_same,
        substring(quotes.source, 1, cast(names.start_char - quotes.source_start_char as bigint)) as before_name,
        substring(quotes.source, cast(names.end_char - quotes.source_start_char + 1 as bigint)) as after_name
    from quotes
    inner join names
        on
            quotes.article_id = names.article_id
            and quotes.source_start_char <= names.start_char
            and quotes.source_end_char >= names.end_char
),

-- "the mayor, Odo Fenn" is named by his name; "a friend of Fenn" and "Fenn's lawyer" are not
placed as (
    select
        *,
        regexp_matches(after_name, '^\s*($|[,(“"–—]|who\b|and\b|of\b|from\b|in\b|at\b)')
        and not regexp_matches(
            before_name, '(?i)(\b(for|of|from|with|to|by|at|in|on|behind|than|about|under|like)|[''’]s?)\s[^,]*$'
        ) as is_named
    from compared
),

heads as (
    select
        *,
        is_named and not regexp_matches(before_name, '\band\b') as is_head
    from placed
)

select
    article_id,
    quote_id,
    source || ' / ' || speaker as place,
    source || ' (speaker: ' || speaker || ')' as evidence,
    source_spans as evidence_spans,
    arg_min(name, length(before_name)) as suggestion
from heads
group by article_id, quote_id, source, source_spans, speaker
having bool_or(is_head) and not bool_or(is_named and is_same)
