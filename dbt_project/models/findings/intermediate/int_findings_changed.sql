{{ config(materialized="table") }}

-- depends_on: {{ ref("int_findings_found") }}
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
        coalesce(known.first_seen, {{ utc("now()") }}) as first_seen,
        {{ utc("now()") }} as last_seen,
        cast(null as timestamp) as resolved_at
    from found
    left join known on found.finding_id = known.finding_id
),

no_longer_found as (
    select known.* replace ({{ utc("now()") }} as resolved_at)
    from known
    semi join judged
        on known.scope = judged.scope and coalesce(known.article_id, known.batch_id) = judged.judged_key
    anti join found on known.finding_id = found.finding_id
    where known.resolved_at is null
)

select * from now_found
union all by name
select * from no_longer_found
