with quotes as (
    select * from {{ ref("quotes") }}
    where speaker_entity_id is not null
),

mentions as (
    select * from {{ ref("entity_mentions") }}
    where role is not null and entity_id is not null
),

prints as (
    select * from {{ ref("utterance_quotes") }}
    where speaker_entity_id is not null and quote_id is not null
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
    from mentions
    group by entity_id
),

utterances as (
    select
        speaker_entity_id,
        count(distinct utterance_id) as n_utterances
    from prints
    group by speaker_entity_id
)

select
    quotes.speaker_entity_id as entity_id,
    any_value(quotes.speaker) as name,
    any_value(quotes.speaker_entity_type) as entity_type,
    coalesce(any_value(utterances.n_utterances), 0) as n_utterances,
    count(*) filter (where not quotes.is_repeat) as n_quotes,
    count(*) filter (where not quotes.is_repeat and copies.copy_article_id is null) as n_quotes_without_copies,
    count(*) filter (where quotes.kind = 'direct' and not quotes.is_repeat) as n_direct,
    count(distinct quotes.article_id) as n_articles,
    count(distinct quotes.outlet_id) as n_outlets,
    min(quotes.published_at) as first_quoted_at,
    max(quotes.published_at) as last_quoted_at,
    coalesce(any_value(roles.roles), []) as roles
from quotes
left join copies on quotes.article_id = copies.copy_article_id
left join roles on quotes.speaker_entity_id = roles.entity_id
left join utterances on quotes.speaker_entity_id = utterances.speaker_entity_id
group by quotes.speaker_entity_id
