with articles as (
    select * exclude (text) from {{ ref("articles") }}
    where outlet_id is not null
),

speakers as (
    select
        outlet_id,
        count(distinct speaker_entity_id) as n_speakers
    from {{ ref("quotes") }}
    group by outlet_id
)

select
    articles.outlet_id,
    arg_max(articles.outlet, articles.batch_id) as name,
    arg_max(articles.outlet_domain, articles.batch_id) as domain,
    count(*) as n_articles,
    cast(sum(articles.n_quotes) as bigint) as n_quotes,
    coalesce(any_value(speakers.n_speakers), 0) as n_speakers,
    count(*) filter (where articles.wire_credit is not null) as n_wire_articles,
    avg(cast(articles.byline is not null as integer)) as share_with_byline,
    avg(cast(articles.published_at is not null as integer)) as share_with_date,
    avg(cast(articles.url is not null as integer)) as share_with_url,
    count(*) filter (where articles.completeness = 'stub') as n_stubs,
    count(*) filter (where articles.completeness = 'furniture') as n_furniture,
    avg(cast(articles.is_annotated as integer)) as share_annotated,
    min(articles.published_at) as first_published_at,
    max(articles.published_at) as last_published_at
from articles
left join speakers on articles.outlet_id = speakers.outlet_id
group by articles.outlet_id
