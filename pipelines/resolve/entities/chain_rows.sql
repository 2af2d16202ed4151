-- One row per chain of an article that has a name, out of the article's latest annotation.
with

latest as (
    select mentions.*
    from mentions
    qualify
        dense_rank() over (
            partition by mentions.article_id
            order by mentions.revision desc, mentions.batch_id desc
        ) = 1
),

current_articles as (
    select
        article_id,
        revision,
        published_at,
        text,
        coalesce(outlet, outlet_domain) as outlet,
        coalesce(dateline_place, nullif(regexp_extract(outlet_domain, '\.([a-z]{2})$', 1), '')) as home
    from articles
    qualify row_number() over (partition by article_id, revision order by batch_id desc) = 1
),

-- whose a body is, right before its name: "Norway's Foreign Ministry"
owned as (
    select
        latest.*,
        case
            when latest.form = 'name' and latest.entity_type <> 'PERSON'
                then
                    nullif(
                        regexp_extract(
                            substring(current_articles.text, greatest(latest.start_char - 39, 1), least(latest.start_char, 40)),
                            '(\p{Lu}[\p{L}.]*(?: \p{Lu}[\p{L}.]*){0,2})[''’]s?\s$',
                            1
                        ),
                        ''
                    )
        end as owner
    from latest
    left join current_articles
        on
            latest.article_id = current_articles.article_id
            and latest.revision = current_articles.revision
),

printed as (
    select
        article_id,
        revision,
        local_entity_no,
        coalesce(
            first(local_entity_name order by mention_no) filter (where local_entity_name is not null),
            first(text order by length(text) desc, mention_no) filter (where form = 'name')
        ) as name,
        list(text order by mention_no) filter (where form = 'name') as spellings,
        mode(entity_type order by entity_type) filter (where form = 'name') as entity_type,
        coalesce(list(distinct role order by role) filter (where role is not null), []) as roles,
        mode(owner order by owner) as owner,
        coalesce(bool_or(lower(text) in ('she', 'her', 'hers', 'herself')), false) as has_she,
        coalesce(bool_or(lower(text) in ('he', 'him', 'his', 'himself')), false) as has_he
    from owned
    where local_entity_no is not null
    group by article_id, revision, local_entity_no
    having count(*) filter (where form = 'name') > 0
),

-- a mark without its fellow is none of the name's: `Shay" Brennick`
chains as (
    select
        * replace (
            case
                when len(regexp_extract_all(name, '["“”«»]')) % 2 = 1
                    then trim(regexp_replace(name, '["“”«»]', '', 'g'))
                else name
            end as name
        )
    from printed
),

companies as (
    select
        chains.article_id,
        chains.local_entity_no,
        list(others.name order by len(others.spellings) desc, others.local_entity_no)[:40] as company
    from chains
    inner join chains as others
        on
            chains.article_id = others.article_id
            and chains.local_entity_no != others.local_entity_no
    group by chains.article_id, chains.local_entity_no
)

select
    chains.article_id,
    chains.revision,
    chains.local_entity_no,
    chains.name,
    chains.spellings,
    chains.entity_type,
    chains.roles,
    case when chains.has_she and not chains.has_he then 'female' when chains.has_he and not chains.has_she then 'male' end
        as gender,
    current_articles.published_at,
    current_articles.outlet,
    coalesce(companies.company, []) as company,
    chains.owner,
    current_articles.home
from chains
left join companies
    on
        chains.article_id = companies.article_id
        and chains.local_entity_no = companies.local_entity_no
left join current_articles
    on
        chains.article_id = current_articles.article_id
        and chains.revision = current_articles.revision
order by chains.article_id, chains.local_entity_no
