with commits as (
    select * from {{ ref("lake_commits") }}
    -- checks and findings are recorded after this table is built: a build from nothing would tell more of a batch
    where stage not in ('check', 'findings')
),

outcomes as (
    select
        batch_id,
        count(*) as n_outcomes,
        count(*) filter (where outcome = 'accepted') as n_accepted,
        count(*) filter (where outcome = 'revised') as n_revised,
        count(*) filter (where outcome = 'unchanged') as n_unchanged,
        count(*) filter (where outcome = 'duplicate') as n_duplicate,
        count(*) filter (where outcome = 'rejected') as n_rejected
    from {{ ref("ingest_outcomes") }}
    group by batch_id
),

stated_versions as (
    select
        batch_id,
        unnest(map_keys(versions)) as part,
        unnest(map_values(versions)) as part_version
    from commits
),

named_versions as (
    select
        batch_id,
        part,
        max(part_version) as part_version
    from stated_versions
    group by batch_id, part
),

versions as (
    select
        batch_id,
        map(list(part order by part), list(part_version order by part)) as versions
    from named_versions
    group by batch_id
),

written as (
    select
        batch_id,
        min(started_at) as started_at,
        max(committed_at) as finished_at,
        cast(sum(coalesce(rows_written['articles'], 0)) as bigint) as n_articles,
        cast(sum(coalesce(rows_written['sentences'], 0)) as bigint) as n_sentences,
        cast(sum(coalesce(rows_written['mentions'], 0)) as bigint) as n_mentions,
        cast(sum(coalesce(rows_written['quotes'], 0)) as bigint) as n_quotes
    from commits
    group by batch_id
)

select
    written.batch_id,
    written.started_at,
    written.finished_at,
    date_diff('millisecond', written.started_at, written.finished_at) / 1000.0 as seconds,
    coalesce(outcomes.n_outcomes, 0) as n_outcomes,
    coalesce(outcomes.n_accepted, 0) as n_accepted,
    coalesce(outcomes.n_revised, 0) as n_revised,
    coalesce(outcomes.n_unchanged, 0) as n_unchanged,
    coalesce(outcomes.n_duplicate, 0) as n_duplicate,
    coalesce(outcomes.n_rejected, 0) as n_rejected,
    written.n_articles,
    written.n_sentences,
    written.n_mentions,
    written.n_quotes,
    coalesce(versions.versions, map()) as versions
from written
left join outcomes on written.batch_id = outcomes.batch_id
left join versions on written.batch_id = versions.batch_id
