-- depends_on: {{ ref("stg_lake__corrections") }}
{{ config(materialized="built_table") }}

with new_commits as (
    select * from {{ ref("stg_lake__commits") }}
    where stage = 'corrections'
),

new_corrections as (
    select
        correction_id,
        article_id
    from {{ ref("stg_lake__corrections") }}
),

known as (
    {{ known_corrections() }}
),

known_corrections as (
    select
        correction_id,
        article_id
    from known
),

-- who a corrected speaker is may be said anew
chains as (
    select * from {{ ref("int_chains_resolved") }}
),

came as (
    select * from new_corrections
    except
    select * from known_corrections
),

went as (
    select * from known_corrections
    except
    select * from new_corrections
)

select article_id from came
union
select article_id from went
where exists (select 1 from new_commits)
union
select known_corrections.article_id
from known_corrections
inner join chains on known_corrections.article_id = chains.article_id
