-- One row per entity that is quoted. A statement is a quote that is no repeat and in no copy; an utterance is a
-- sentence of a quote, counted once however many articles print it. How many are the speaker's depends on how sure the
-- reader is: at least those of which a print is surely the speaker's, at most those of which one may be.
{% set sure, possible = 0.9, 0.1 %}

with quotes as (
    select * from {{ ref("quotes") }}
    where speaker_entity_id is not null and not is_repeat
),

prints as (
    select
        utterance_id,
        quote_id
    from {{ ref("utterance_quotes") }}
    where quote_id is not null
),

copies as (
    select distinct copy_article_id
    from {{ ref("article_copies") }}
    where kind <> 'partial'
),

roles as (
    select
        entity_id,
        list(distinct role order by role) as roles
    from {{ ref("entity_mentions") }}
    where role is not null and entity_id is not null
    group by entity_id
),

-- the probability that a print of the utterance is the entity's, of the print that says it most
laid as (
    select
        quote_speakers.speaker_entity_id as entity_id,
        prints.utterance_id,
        bool_or(quote_speakers.role = 'speaker') as is_counted,
        max(coalesce(quote_speakers.probability, 1)) as probability
    from {{ ref("quote_speakers") }} as quote_speakers
    inner join prints on quote_speakers.quote_id = prints.quote_id
    where quote_speakers.speaker_entity_id is not null and quote_speakers.role <> 'on behalf of'
    group by quote_speakers.speaker_entity_id, prints.utterance_id
),

utterances as (
    select
        entity_id,
        count(*) filter (where is_counted) as n_utterances,
        count(*) filter (where is_counted and probability >= {{ sure }}) as n_utterances_low,
        count(*) filter (where is_counted or probability >= {{ possible }}) as n_utterances_high
    from laid
    group by entity_id
)

select
    quotes.speaker_entity_id as entity_id,
    any_value(quotes.speaker) as name,
    any_value(quotes.speaker_entity_type) as entity_type,
    count(*) filter (where copies.copy_article_id is null) as n_statements,
    coalesce(any_value(utterances.n_utterances), 0) as n_utterances,
    coalesce(any_value(utterances.n_utterances_low), 0) as n_utterances_low,
    coalesce(any_value(utterances.n_utterances_high), 0) as n_utterances_high,
    count(*) as n_quotes,
    count(*) filter (where quotes.kind = 'direct') as n_direct,
    count(distinct quotes.article_id) as n_articles,
    count(distinct quotes.outlet_id) as n_outlets,
    min(quotes.published_at) as first_quoted_at,
    max(quotes.published_at) as last_quoted_at,
    coalesce(any_value(roles.roles), []) as roles
from quotes
left join copies on quotes.article_id = copies.copy_article_id
left join roles on quotes.speaker_entity_id = roles.entity_id
left join utterances on quotes.speaker_entity_id = utterances.entity_id
group by quotes.speaker_entity_id
