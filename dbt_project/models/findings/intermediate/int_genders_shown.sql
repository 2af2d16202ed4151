{{ config(materialized="built_table") }}

{% set unquoted = "regexp_replace(text_after, '[\"“][^\"”]*[\"”]?', ' ', 'g')" %}

with names as (
    select * from {{ ref("int_names_judged") }}
    where entity_type = 'PERSON' and not is_quoted
),

-- two of one family in an article: the family name alone does not say whom a pronoun shows
shared as (
    select
        article_id,
        words[-1] as family
    from names
    where len(words) > 1
    group by article_id, words[-1]
    having count(distinct words[1]) > 1
),

titled as (
    select
        article_id,
        words[-1] as family,
        case
            when regexp_matches(text_before, '\b(Mr|Sir|Lord|King|Prince|Father|Brother|Baron|Duke)\.?\s+$') then 'male'
            when
                regexp_matches(
                    text_before,
                    '\b(Mrs|Ms|Miss|Dame|Lady|Queen|Princess|Sister|Baroness|Duchess|[A-Z]?[a-z]+woman)\.?\s+$'
                )
                then 'female'
        end as gender,
        4 as votes
    from names
),

alone as (
    select
        article_id,
        sentence_no,
        arg_min(words[-1], start_char) as family,
        arg_min({{ unquoted }}, start_char) as text_after
    from names
    group by article_id, sentence_no
    having count(distinct words[-1]) = 1
),

-- a pronoun that other quotes of the same speaker are given to
spoken as (
    select
        article_id,
        speaker_words[-1] as family,
        case when regexp_matches(source, '(?i)^she$') then 'female' else 'male' end as gender,
        1 as votes
    from {{ ref("int_quotes_judged") }}
    where speaker_entity_type = 'PERSON' and regexp_matches(source, '(?i)^s?he$')
),

-- a sentence that names one person alone and then says "her" shows it
pronouns as (
    select
        article_id,
        family,
        regexp_matches(text_after, '\b([Hh]e|[Hh]im|[Hh]is|[Hh]imself)\b') as says_he,
        regexp_matches(text_after, '\b([Ss]he|[Hh]er|[Hh]ers|[Hh]erself)\b') as says_she
    from alone
),

votes as (
    select * from titled
    where gender is not null
    union all
    select
        article_id,
        family,
        case when says_he then 'male' else 'female' end as gender,
        1 as votes
    from pronouns
    where says_he != says_she
    union all
    select * from spoken
),

counted as (
    select
        votes.article_id,
        votes.family,
        coalesce(sum(votes.votes) filter (where votes.gender = 'male'), 0) as male,
        coalesce(sum(votes.votes) filter (where votes.gender = 'female'), 0) as female
    from votes
    anti join shared on votes.article_id = shared.article_id and votes.family = shared.family
    group by votes.article_id, votes.family
)

select
    article_id,
    family,
    male,
    female,
    -- one vote may be somebody else's pronoun
    case
        when male >= 2 + 2 * female then 'male'
        when female >= 2 + 2 * male then 'female'
    end as gender
from counted
