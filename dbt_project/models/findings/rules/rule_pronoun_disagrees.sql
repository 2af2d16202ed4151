with quotes as (
    select
        *,
        case
            when regexp_matches(lower(source), '^(he|him|his|himself)$') then 'male'
            when regexp_matches(lower(source), '^(she|her|hers|herself)$') then 'female'
            when regexp_matches(source, '\b([a-z]+[^uo]man|father|son|husband|brother|widower)$') then 'male'
            when regexp_matches(source, '\b([a-z]+woman|actress|mother|daughter|wife|sister|widow)$') then 'female'
        end as source_gender
    from {{ ref("int_quotes_judged") }}
    where speaker is not null and source is not null
),

genders as (
    select * from {{ ref("int_genders_shown") }}
),

-- what the quote's own pronoun says of its speaker is what is judged: it has no vote
elsewhere as (
    select
        quotes.*,
        genders.male - cast(lower(quotes.source) = 'he' as integer) as male,
        genders.female - cast(lower(quotes.source) = 'she' as integer) as female
    from quotes
    inner join genders on quotes.article_id = genders.article_id and quotes.speaker_words[-1] = genders.family
),

shown as (
    select
        *,
        case
            when male >= 2 + 2 * female then 'male'
            when female >= 2 + 2 * male then 'female'
        end as gender
    from elsewhere
)

select
    article_id,
    quote_id,
    concat_ws(' ', source, cue, speaker) as place,
    source || ' (speaker: ' || speaker || ')' as evidence,
    source_spans as evidence_spans,
    'elsewhere the article speaks of ' || speaker || ' as ' || gender as suggestion
from shown
where source_gender != gender
