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
)

select
    judged.article_id,
    judged.quote_id,
    concat_ws(': ', judged.speaker, judged.content) as place,
    concat_ws(': ', judged.speaker || coalesce(' (' || judged.source || ')', ''), judged.content) as evidence,
    judged.content_spans as evidence_spans,
    array_to_string(nearest.names, ' or ')
    || coalesce(', named last before "' || judged.source || '"', ', who spoke or is named last') as suggestion
from judged
inner join nearest on judged.quote_id = nearest.quote_id
where not list_has_any(nearest.families, judged.speaker_words)
