with articles as (
    select
        article_id,
        published_at
    from {{ ref("articles") }}
),

mentioned as (
    select
        entity_id,
        entity_name as name,
        entity_type,
        article_id,
        1 as mention,
        0 as quote
    from {{ ref("entity_mentions") }}
    where entity_id is not null
),

quoted as (
    select
        speaker_entity_id as entity_id,
        speaker as name,
        speaker_entity_type as entity_type,
        article_id,
        0 as mention,
        case when is_repeat then 0 else 1 end as quote
    from {{ ref("quotes") }}
    where speaker_entity_id is not null
),

occurrences as (
    select * from mentioned
    union all
    select * from quoted
),

in_articles as (
    select
        entity_id,
        article_id,
        any_value(name) as name,
        any_value(entity_type) as entity_type,
        sum(mention) as n_mentions,
        sum(quote) as n_quotes
    from occurrences
    group by entity_id, article_id
)

select
    in_articles.entity_id,
    any_value(in_articles.name) as name,
    any_value(in_articles.entity_type) as entity_type,
    bool_or({{ is_bare_name("in_articles.entity_type", "in_articles.name") }}) as is_bare_name,
    cast(sum(in_articles.n_mentions) as bigint) as n_mentions,
    count(*) as n_articles,
    cast(sum(in_articles.n_quotes) as bigint) as n_quotes,
    min(articles.published_at) as first_seen,
    max(articles.published_at) as last_seen
from in_articles
inner join articles on in_articles.article_id = articles.article_id
group by in_articles.entity_id
