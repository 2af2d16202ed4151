-- depends_on: {{ ref("stg_lake__corrections") }}
{{ config(materialized="built_table") }}

-- a commit of corrections holds them all: with a new one every earlier one goes
with known as (
    {{ known_corrections() }}
),

new_commits as (
    select commit_id
    from {{ ref("stg_lake__commits") }}
    where stage = 'corrections'
)

select correction_id
from known
where exists (select 1 from new_commits)
union
select correction_id
from {{ ref("stg_lake__corrections") }}
