{{ config(materialized="built_table") }}

-- One row per role of a mention of an entity that this build touches: its kind is that of its last noun that has one,
-- before "of", "for", "at" or a comma: "transport union spokesman of Velm" is of the kind of "spokesman".
with nouns as (
    {{ kinds_of_role_nouns() }}
),

entities as (
    select entity_id from {{ ref("int_entities_resolved") }}
),

roles as (
    select distinct role
    from {{ ref("entity_mentions") }}
    where role is not null and entity_id in (select entities.entity_id from entities)
),

heads as (
    select
        role,
        lower(regexp_extract(role, '^(.*?)(?: of | for | at | in |, |$)', 1)) as head
    from roles
),

words as (
    select
        role,
        unnest(regexp_extract_all(head, '[\pL][\pL’''-]*')) as word,
        generate_subscripts(regexp_extract_all(head, '[\pL][\pL’''-]*'), 1) as place
    from heads
)

select
    words.role,
    arg_max(nouns.kind, words.place) as role_kind
from words
inner join nouns on words.word = nouns.surface
group by words.role
