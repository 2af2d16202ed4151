{#- How batch_health compares shares (0 to 1) and one rate (per thousand words) with their history on one scale. -#}


{% macro health_is_rate(measure) -%}
    {{ measure }} = 'quotes_per_thousand_words'
{%- endmacro %}


{% macro health_units(measure, n) -%}
    {#- What a share is of, as a number; of a rate, thousands of words. -#}
    (case when {{ health_is_rate(measure) }} then {{ n }} / 1000.0 else {{ n }} end)
{%- endmacro %}


{% macro health_value(measure, n_counted, n) -%}
    ({{ n_counted }} / {{ health_units(measure, n) }})
{%- endmacro %}


{% macro health_scaled(measure, n_counted, n) -%}
    {#- Anscombe (1948): the arcsine of a share's root, the root of a rate; chance spreads both by 1 / (4 n + 2). -#}
    (
        case
            when {{ health_is_rate(measure) }}
                then sqrt(({{ n_counted }} + 0.375) / {{ health_units(measure, n) }})
            else asin(sqrt(({{ n_counted }} + 0.375) / ({{ n }} + 0.75)))
        end
    )
{%- endmacro %}


{% macro health_unscaled(measure, place) -%}
    (
        case
            when {{ health_is_rate(measure) }} then pow({{ place }}, 2)
            else pow(sin(least({{ place }}, pi() / 2)), 2)
        end
    )
{%- endmacro %}


{% macro health_least_variance(measure, place, least_spread) -%}
    {#- Batches are never taken to be more alike than this: of a rate's root in proportion to it. -#}
    pow({{ least_spread }} * case when {{ health_is_rate(measure) }} then {{ place }} else 1 end, 2)
{%- endmacro %}
