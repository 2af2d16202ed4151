-- One row per entity of `links`. Lists are most frequent first, ties by letter, 30 terms at most.
with

named as (
    select
        links.*,
        names.is_full,
        names.rank,
        names.item_id,
        names.item_type,
        names.label
    from links
    inner join names
        on
            links.name = names.name
            and coalesce(links.entity_type = 'PERSON', false) = names.is_person
    where links.entity_id is not null
),

name_counts as (
    select
        entity_id,
        name,
        is_full,
        rank,
        label,
        item_id,
        item_type,
        count(*) as times
    from named
    group by all
),

acronym_counts as (
    select
        named.entity_id,
        acronyms.acronym as name,
        count(*) as times
    from named
    inner join acronyms on named.name = acronyms.name and list_contains(named.spellings, acronyms.acronym)
    group by named.entity_id, acronyms.acronym
),

full_name_counts as (
    select
        entity_id,
        name,
        sum(times) as times
    from (
        select entity_id, name, times from name_counts where is_full
        union all
        select entity_id, name, times from acronym_counts
    )
    group by entity_id, name
),

full_name_lists as (
    select
        entity_id,
        list(name order by times desc, length(name) desc, name)[:30] as full_names
    from full_name_counts
    group by entity_id
),

name_lists as (
    select
        entity_id,
        -- a state is called by its name, though articles print its capitals or the nationality more often
        case when min(rank) > 0 then any_value(label) end as label,
        first(name order by is_full desc, rank, times desc, length(name) desc, name) as name,
        mode(item_id order by item_id) as item_id,
        mode(item_type order by item_type) as item_type
    from name_counts
    group by entity_id
),

role_counts as (
    select
        entity_id,
        role,
        count(*) as times
    from (select entity_id, unnest(roles) as role from named)
    group by entity_id, role
),

role_lists as (
    select
        entity_id,
        list(role order by times desc, role)[:30] as roles
    from role_counts
    group by entity_id
),

company_counts as (
    select
        entity_id,
        other,
        count(*) as times
    from (select entity_id, unnest(company) as other from named)
    group by entity_id, other
),

company_lists as (
    select
        entity_id,
        list(other order by times desc, other)[:30] as company
    from company_counts
    group by entity_id
),

totals as (
    select
        entity_id,
        coalesce(mode(entity_type order by entity_type), 'MISC') as entity_type,
        mode(gender order by gender) as gender,
        count(*) as chains,
        sum(len(spellings))::bigint as mentions,
        list_sort(coalesce(list(distinct outlet) filter (where outlet is not null), [])) as outlets,
        min(published_at) as first_seen_at,
        max(published_at) as last_seen_at
    from named
    group by entity_id
)

select
    totals.entity_id,
    coalesce(name_lists.item_type, totals.entity_type) as entity_type,
    coalesce(name_lists.label, name_lists.name) as name,
    coalesce(full_name_lists.full_names, []) as full_names,
    totals.gender,
    coalesce(role_lists.roles, []) as roles,
    coalesce(company_lists.company, []) as company,
    full_name_lists.full_names is null as is_provisional,
    totals.chains,
    totals.mentions,
    totals.outlets,
    totals.first_seen_at,
    totals.last_seen_at,
    coalesce(knowledge.item_id, name_lists.item_id) as knowledge_base_id,
    knowledge.probability as knowledge_base_probability,
    null::varchar as merged_into,
    $batch_id as batch_id
from totals
inner join name_lists on totals.entity_id = name_lists.entity_id
left join full_name_lists on totals.entity_id = full_name_lists.entity_id
left join role_lists on totals.entity_id = role_lists.entity_id
left join company_lists on totals.entity_id = company_lists.entity_id
left join knowledge on totals.entity_id = knowledge.entity_id
order by totals.entity_id
