-- depends_on: {{ ref("stg_lake__commits") }}
{{ config(materialized="keyed_table", unique_key="batch_id", meta={"replaced_in": "stg_lake__commits"}) }}

{#- What the limits are made of; docs/checks.md says why. -#}
{%- set batches_looked_back = 50 -%}
{%- set fewest_batches = 5 -%}
{%- set fewest_articles = 5 -%}
{%- set fewest_units = 10 -%}
{%- set deviations = 3.5 -%}
{%- set clustering = 2.0 -%}
{%- set least_spread = 0.03 -%}

with measured as (
    select
        batch_id,
        outlet_id,
        outlet,
        measure,
        n_articles,
        n_counted,
        n
    from {{ ref("int_batches_measured") }}
),

known as (
    select
        *,
        true as is_new
    from measured
    {% if has_earlier_rows() -%}
    union all
    select
        held.batch_id,
        held.outlet_id,
        held.outlet,
        held.measure,
        held.n_articles,
        held.n_counted,
        held.n,
        false as is_new
    from {{ this }} as held
    semi join measured
        on held.measure = measured.measure and held.outlet_id is not distinct from measured.outlet_id
    where held.batch_id not in (select commits.batch_id from {{ ref("stg_lake__commits") }} as commits)
    {%- endif %}
),

-- shares and rates on the scale where chance spreads all of them alike: twice the root of n
scaled as (
    select
        *,
        {{ health_scaled("measure", "n_counted", "n") }} as place,
        {{ clustering }} / (4 * {{ health_units("measure", "n") }} + 2) as chance
    from known
),

remembered as (
    select
        *,
        list(struct_pack(place := place, chance := chance, n_counted := n_counted, n := n)) over (
            partition by measure, outlet_id
            order by batch_id
            rows between {{ batches_looked_back }} preceding and 1 preceding
        ) as history
    from scaled
),

compared as (
    select
        remembered.*,
        len(remembered.history) as n_history,
        list_aggregate(list_transform(remembered.history, lambda old: old.place), 'median') as middle
    from remembered
    where
        remembered.is_new
        and len(remembered.history) >= {{ fewest_batches }}
        and remembered.n_articles >= {{ fewest_articles }}
        and {{ health_units("remembered.measure", "remembered.n") }} >= {{ fewest_units }}
),

ranged as (
    select
        compared.*,
        list_aggregate(list_transform(compared.history, lambda old: abs(old.place - compared.middle)), 'median') as mad
    from compared
),

-- batches far off the middle say nothing of what is usual
trimmed as (
    select
        ranged.*,
        list_filter(
            ranged.history,
            lambda old: abs(old.place - ranged.middle) <= {{ deviations }} * sqrt(
                greatest(
                    pow(1.4826 * ranged.mad, 2),
                    {{ health_least_variance("ranged.measure", "ranged.middle", least_spread) }}
                )
                + old.chance
            )
        ) as usual
    from ranged
),

summed as (
    select
        trimmed.*,
        cast(list_sum(list_transform(trimmed.usual, lambda old: old.n_counted)) as bigint) as usual_counted,
        cast(list_sum(list_transform(trimmed.usual, lambda old: old.n)) as bigint) as usual_n
    from trimmed
),

centred as (
    select
        *,
        {{ health_scaled("measure", "usual_counted", "usual_n") }} as centre,
        {{ clustering }} / (4 * {{ health_units("measure", "usual_n") }} + 2) as centre_chance
    from summed
),

-- what is left of the spread of earlier batches when chance is taken off
spread as (
    select
        centred.*,
        greatest(
            pow(
                1.4826 * list_aggregate(
                    list_transform(centred.history, lambda old: abs(old.place - centred.centre)), 'median'
                ),
                2
            )
            - list_aggregate(list_transform(centred.history, lambda old: old.chance), 'median'),
            {{ health_least_variance("centred.measure", "centred.centre", least_spread) }}
        ) as between_batches
    from centred
),

widened as (
    select
        *,
        {{ deviations }} * (1 + 1.0 / n_history)
        * sqrt(between_batches * (1 + 1.0 / n_history) + chance + centre_chance) as width
    from spread
),

limits as (
    select
        batch_id,
        outlet_id,
        measure,
        n_history,
        {{ health_unscaled("measure", "centre") }} as expected,
        {{ health_unscaled("measure", "greatest(centre - width, 0)") }} as expected_low,
        {{ health_unscaled("measure", "centre + width") }} as expected_high
    from widened
)

select
    scaled.batch_id,
    scaled.outlet_id,
    scaled.outlet,
    scaled.measure,
    {{ health_value("scaled.measure", "scaled.n_counted", "scaled.n") }} as value,
    limits.expected,
    limits.expected_low,
    limits.expected_high,
    coalesce(
        {{ health_value("scaled.measure", "scaled.n_counted", "scaled.n") }}
        not between limits.expected_low and limits.expected_high,
        false
    ) as is_out_of_range,
    scaled.n_articles,
    scaled.n_counted,
    scaled.n,
    coalesce(limits.n_history, 0) as n_history
from scaled
left join limits
    on
        scaled.batch_id = limits.batch_id
        and scaled.measure = limits.measure
        and scaled.outlet_id is not distinct from limits.outlet_id
where scaled.is_new
