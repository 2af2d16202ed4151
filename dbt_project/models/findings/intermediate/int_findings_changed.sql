{{ config(materialized="built_table") }}

-- depends_on: {{ ref("stg_lake__finding_history") }}
with found as (
    select * from {{ ref("int_findings_found") }}
),

judged as (
    select * from {{ ref("int_findings_judged") }}
),

known as (
    {{ known_findings() }}
),

now_found as (
    select
        found.*,
        coalesce(known.first_seen, {{ built_at() }}) as first_seen,
        {{ built_at() }} as last_seen,
        cast(null as timestamp) as resolved_at,
        case when known.resolved_at is null then coalesce(known.changed_at, {{ built_at() }}) else {{ built_at() }} end
            as changed_at
    from found
    left join known on found.finding_id = known.finding_id
),

no_longer_found as (
    select known.* replace ({{ built_at() }} as resolved_at, {{ built_at() }} as changed_at)
    from known
    semi join judged
        on known.scope = judged.scope and coalesce(known.article_id, known.batch_id) = judged.judged_key
    anti join found on known.finding_id = found.finding_id
    where known.resolved_at is null
),

-- a build from nothing takes over what was resolved before; any other has it
resolved_before as (
    select known.*
    from known
    anti join found on known.finding_id = found.finding_id
    where known.resolved_at is not null and {{ "true" if held("attribution_findings") is none else "false" }}
)

select * from now_found
union all by name
select * from no_longer_found
union all by name
select * from resolved_before
