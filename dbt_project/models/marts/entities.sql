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
    entities.roles,
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
    entities.batch_id
from entities
left join mentions on entities.entity_id = mentions.entity_id
left join quotes on entities.entity_id = quotes.entity_id
