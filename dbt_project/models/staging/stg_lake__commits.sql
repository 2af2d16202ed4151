{{ config(materialized="table") }}

{%- set manifests = new_manifests() %}

with manifests as (
    {%- if manifests %}
    select *
    from read_json(
        {{ manifests | tojson | replace("'", "''") | replace('"', "'") }},
        format = 'unstructured',
        maximum_object_size = 268435456,
        columns = {
            commit_id: 'varchar',
            batch_id: 'varchar',
            stage: 'varchar',
            started_at: 'timestamptz',
            committed_at: 'timestamptz',
            files: 'map(varchar, varchar[])',
            rows: 'map(varchar, bigint)',
            versions: 'map(varchar, varchar)'
        }
    )
    {%- else %}
    select
        cast(null as varchar) as commit_id,
        cast(null as varchar) as batch_id,
        cast(null as varchar) as stage,
        cast(null as timestamptz) as started_at,
        cast(null as timestamptz) as committed_at,
        cast(null as map (varchar, varchar [])) as files,
        cast(null as map (varchar, bigint)) as rows,
        cast(null as map (varchar, varchar)) as versions
    where false
    {%- endif %}
)

select
    commit_id,
    batch_id,
    stage,
    {{ utc("started_at") }} as started_at,
    {{ utc("committed_at") }} as committed_at,
    files,
    coalesce(rows, map {}) as rows_written,
    coalesce(versions, map {}) as versions
from manifests
