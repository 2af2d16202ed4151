with quotes as (
    select
        *,
        speaker_words[-1] as family
    from {{ ref("int_quotes_judged") }}
    where speaker is not null
),

names as (
    select distinct
        article_id,
        unnest(words) as word
    from {{ ref("int_names_judged") }}
),

-- only where no mention of a name bears it out is the whole text looked through
doubtful as (
    select distinct
        quotes.article_id,
        quotes.speaker,
        quotes.family
    from quotes
    anti join names on quotes.article_id = names.article_id and quotes.family = names.word
),

articles as (
    select
        article_id,
        {{ folded("text") }} as words
    from {{ ref("articles") }}
    where article_id in (select doubtful.article_id from doubtful)
),

never_named as (
    select
        doubtful.article_id,
        doubtful.speaker
    from doubtful
    inner join articles on doubtful.article_id = articles.article_id
    where not contains(articles.words, ' ' || doubtful.family || ' ')
)

select
    quotes.article_id,
    quotes.quote_id,
    concat_ws(': ', quotes.speaker, quotes.content) as place,
    concat_ws(': ', quotes.speaker, quotes.content) as evidence,
    quotes.content_spans as evidence_spans,
    'the article does not print the name ' || quotes.speaker
    || coalesce('; beside the words it prints ' || quotes.source, '') as suggestion
from quotes
inner join never_named on quotes.article_id = never_named.article_id and quotes.speaker = never_named.speaker
