{{ config(materialized="keyed_table", unique_key="entity_id", meta={"replaced_in": "int_entities_resolved"}) }}

with entities as (
    select * from {{ ref("int_entities_resolved") }}
    where not is_removed
),

mentions as (
    select
        entity_id,
        count(*) as n_mentions,
        count(distinct article_id) as n_articles
    from {{ ref("entity_mentions") }}
    where entity_id in (select entities.entity_id from entities)
    group by entity_id
),

roles as (
    select
        entity_id,
        role,
        count(distinct article_id) as n_articles
    from {{ ref("entity_mentions") }}
    where role is not null and entity_id in (select entities.entity_id from entities)
    group by entity_id, role
),

role_evidence as (
    select
        roles.entity_id,
        list(
            struct_pack(role := roles.role, n_articles := roles.n_articles)
            order by roles.n_articles desc, roles.role asc
        ) as role_evidence,
        -- of the role that most articles print, among those that are of a kind
        first(
            kinds.role_kind order by roles.n_articles desc, roles.role asc
        ) filter (where kinds.role_kind is not null) as role_kind
    from roles
    left join {{ ref("int_role_kinds") }} as kinds on roles.role = kinds.role
    group by roles.entity_id
),

gender_evidence as (
    select
        entity_id,
        struct_pack(
            female := count(distinct article_id) filter (where gender = 'female'),
            male := count(distinct article_id) filter (where gender = 'male')
        ) as gender_evidence
    from {{ ref("entity_mentions") }}
    where entity_id in (select entities.entity_id from entities)
    group by entity_id
),

quotes as (
    select
        speaker_entity_id as entity_id,
        count(*) filter (where not is_repeat) as n_quotes
    from {{ ref("quotes") }}
    where speaker_entity_id in (select entities.entity_id from entities)
    group by speaker_entity_id
)

select
    entities.entity_id,
    entities.name,
    entities.entity_type,
    entities.full_names,
    entities.gender,
    coalesce(gender_evidence.gender_evidence, struct_pack(female := 0, male := 0)) as gender_evidence,
    entities.roles,
    coalesce(role_evidence.role_evidence, []) as role_evidence,
    role_evidence.role_kind,
    entities.is_provisional,
    coalesce(mentions.n_mentions, 0) as n_mentions,
    coalesce(mentions.n_articles, 0) as n_articles,
    coalesce(quotes.n_quotes, 0) as n_quotes,
    len(entities.outlets) as n_outlets,
    entities.outlets,
    entities.first_seen,
    entities.last_seen,
    entities.knowledge_base_id,
    case
        when regexp_matches(entities.knowledge_base_id, '^Q[0-9]+$') then entities.knowledge_base_id
    end as wikidata_id,
    entities.knowledge_base_probability,
    entities.batch_id
from entities
left join mentions on entities.entity_id = mentions.entity_id
left join quotes on entities.entity_id = quotes.entity_id
left join role_evidence on entities.entity_id = role_evidence.entity_id
left join gender_evidence on entities.entity_id = gender_evidence.entity_id
