{% set reach = 3000 %}

with quotes as (
    select
        *,
        source is null as is_implied,
        coalesce(source_spans[1].start_char, content_spans[1].start_char) as at_char
    from {{ ref("int_quotes_judged") }}
    where speaker is not null and speaker_entity_type = 'PERSON'
),

judged as (
    select * from quotes
    where is_implied or regexp_matches(source, '(?i)^(he|she|him|her|his)$')
),

genders as (
    select * from {{ ref("int_genders_shown") }}
),

-- who is in focus: whom the article names in its own voice, and who spoke
in_focus as (
    select
        article_id,
        start_char as at_char,
        words,
        text as name,
        null as quote_id
    from {{ ref("int_names_judged") }}
    where entity_type = 'PERSON' and not is_quoted
    union all
    select
        article_id,
        at_char,
        speaker_words,
        speaker,
        quote_id
    from quotes
    where not is_implied
),

before as (
    select
        judged.article_id,
        judged.quote_id,
        in_focus.words[-1] as family,
        arg_max(in_focus.name, in_focus.at_char) as name,
        max(in_focus.at_char) as at_char
    from judged
    inner join in_focus
        on
            judged.article_id = in_focus.article_id
            and judged.at_char > in_focus.at_char
            and in_focus.at_char > judged.at_char - {{ reach }}
            and in_focus.quote_id is distinct from judged.quote_id
    left join genders on in_focus.article_id = genders.article_id and in_focus.words[-1] = genders.family
    where
        genders.gender is null
        or judged.is_implied
        or genders.gender = case when regexp_matches(judged.source, '(?i)^(she|her)$') then 'female' else 'male' end
        or in_focus.words[-1] = judged.speaker_words[-1]
    group by judged.article_id, judged.quote_id, in_focus.words[-1]
),

ranked as (
    select
        *,
        row_number() over (partition by quote_id order by at_char desc, family asc) as place_back
    from before
),

-- who is meant by a pronoun is one of the last two; who goes on speaking is the last
nearest as (
    select
        judged.article_id,
        judged.quote_id,
        list(ranked.family order by ranked.place_back) as families,
        list(ranked.name order by ranked.place_back) as names
    from judged
    inner join ranked on judged.quote_id = ranked.quote_id
    where ranked.place_back <= case when judged.is_implied then 1 else 2 end
    group by judged.article_id, judged.quote_id
),

named as (
    select
        *,
        row_number() over (partition by article_id, sentence_no order by start_char) = 1 as is_first
    from {{ ref("int_names_judged") }}
    where entity_type = 'PERSON' and not is_quoted
),

-- whom a sentence names first, where that sentence says that they speak
speaking as (
    select distinct
        named.article_id,
        named.sentence_no,
        named.words[-1] as family,
        named.text as name
    from named
    inner join quotes
        on
            named.article_id = quotes.article_id
            and named.start_char >= quotes.source_spans[1].start_char
            and named.end_char <= quotes.source_spans[-1].end_char
            and named.words[-1] = quotes.speaker_words[-1]
    where named.is_first
),

last_sentences as (
    select
        judged.article_id,
        judged.quote_id,
        judged.source,
        max(named.sentence_no) as sentence_no
    from judged
    inner join named
        on
            judged.article_id = named.article_id
            and judged.at_char > named.start_char
            and named.start_char > judged.at_char - {{ reach }}
    where not judged.is_implied
    group by judged.article_id, judged.quote_id, judged.source
),

-- a pronoun goes on with whoever speaks in the last sentence that names anybody
going_on as (
    select
        last_sentences.quote_id,
        speaking.family,
        speaking.name
    from last_sentences
    inner join speaking
        on last_sentences.article_id = speaking.article_id and last_sentences.sentence_no = speaking.sentence_no
    left join genders on speaking.article_id = genders.article_id and speaking.family = genders.family
    where
        genders.gender is null
        or genders.gender
        = case when regexp_matches(last_sentences.source, '(?i)^(she|her)$') then 'female' else 'male' end
)

select
    judged.article_id,
    judged.quote_id,
    concat_ws(': ', judged.speaker, judged.content) as place,
    concat_ws(': ', judged.speaker || coalesce(' (' || judged.source || ')', ''), judged.content) as evidence,
    judged.content_spans as evidence_spans,
    coalesce(going_on.name, array_to_string(nearest.names, ' or '))
    || coalesce(', named last before "' || judged.source || '"', ', who spoke or is named last') as suggestion
from judged
inner join nearest on judged.quote_id = nearest.quote_id
left join going_on on judged.quote_id = going_on.quote_id
where
    not list_has_any(nearest.families, judged.speaker_words)
    or not coalesce(list_contains(judged.speaker_words, going_on.family), true)
