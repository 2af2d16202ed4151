{{ config(materialized="built_table") }}

-- every article counts twice: with its outlet, and in the batch as a whole
with articles as (
    select
        *,
        unnest([true, false]) as is_whole
    from {{ ref("stg_lake__articles") }}
),

annotated as (
    select
        *,
        unnest([true, false]) as is_whole
    from {{ ref("int_annotated_articles_counted") }}
),

outcomes as (
    select * from {{ ref("stg_lake__ingest_outcomes") }}
    where outcome != 'unchanged'
),

of_articles as (
    select
        batch_id,
        case when is_whole then null else outlet_id end as outlet_id,
        any_value(outlet) as outlet,
        is_whole,
        count(*) as n_articles,
        count(*) filter (where outlet_id is null) as n_without_outlet,
        count(*) filter (where byline is null) as n_without_byline,
        count(*) filter (where published_at is null) as n_without_date,
        count(*) filter (where url is null) as n_without_link,
        count(*) filter (where completeness != 'whole') as n_incomplete
    from articles
    where is_whole or outlet_id is not null
    group by all
),

of_annotations as (
    select
        batch_id,
        case when is_whole then null else outlet_id end as outlet_id,
        any_value(outlet) as outlet,
        is_whole,
        count(*) as n_articles,
        cast(sum(n_words) as bigint) as n_words,
        cast(sum(n_quotes) as bigint) as n_quotes,
        cast(sum(n_unattributed) as bigint) as n_unattributed,
        cast(sum(n_pronouns) as bigint) as n_pronouns,
        cast(sum(n_unresolved) as bigint) as n_unresolved,
        cast(sum(n_to_be_named) as bigint) as n_to_be_named,
        cast(sum(n_lost) as bigint) as n_lost
    from annotated
    where is_whole or outlet_id is not null
    group by all
),

of_inputs as (
    select
        batch_id,
        count(*) as n_inputs,
        count(*) filter (where outcome = 'rejected') as n_rejected
    from outcomes
    group by batch_id
),

measured as (
    {% for counts, measure, n_counted, n in [
        ("of_articles", "missing_outlet_share", "n_without_outlet", "n_articles"),
        ("of_articles", "missing_byline_share", "n_without_byline", "n_articles"),
        ("of_articles", "missing_date_share", "n_without_date", "n_articles"),
        ("of_articles", "missing_link_share", "n_without_link", "n_articles"),
        ("of_articles", "incomplete_share", "n_incomplete", "n_articles"),
        ("of_annotations", "unattributed_share", "n_unattributed", "n_quotes"),
        ("of_annotations", "lost_speaker_share", "n_lost", "n_to_be_named"),
        ("of_annotations", "unresolved_pronoun_share", "n_unresolved", "n_pronouns"),
        ("of_annotations", "quotes_per_thousand_words", "n_quotes", "n_words"),
    ] -%}
    select
        batch_id,
        outlet_id,
        outlet,
        is_whole,
        '{{ measure }}' as measure,
        n_articles,
        {{ n_counted }} as n_counted,
        {{ n }} as n
    from {{ counts }}
    union all
    {% endfor -%}
    select
        batch_id,
        null as outlet_id,
        null as outlet,
        true as is_whole,
        'rejected_share' as measure,
        n_inputs as n_articles,
        n_rejected as n_counted,
        n_inputs as n
    from of_inputs
)

select
    batch_id,
    outlet_id,
    case when outlet_id is not null then outlet end as outlet,
    measure,
    n_articles,
    n_counted,
    n
from measured
where n > 0 and (is_whole or measure != 'missing_outlet_share')
