{% macro rules() -%}
    {#-
        Every rule of models/findings/rules, by name: what its model's yml says of it (`meta`: severity, scope,
        meaning). One place, which the union, the mart of rules and the documentation read.
    -#}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() | selectattr("resource_type", "eq", "model") | sort(attribute="name") -%}
            {%- if node.fqn[1:3] == ["findings", "rules"] -%}
                {%- do found.append(
                    {
                        "rule": node.name.removeprefix("rule_"),
                        "severity": node.config.meta.severity,
                        "scope": node.config.meta.scope,
                        "meaning": node.config.meta.meaning,
                    }
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}


{% macro rule_rows() -%}
    {#- The rules as rows: rule, severity, scope, meaning. -#}
    select
        cast(null as varchar) as rule,
        cast(null as varchar) as severity,
        cast(null as varchar) as scope,
        cast(null as varchar) as meaning
    where false
    {%- for rule in rules() %}
    union all
    select
        {{ literal(rule.rule) }},
        {{ literal(rule.severity) }},
        {{ literal(rule.scope) }},
        {{ literal(rule.meaning) }}
    {%- endfor %}
{%- endmacro %}


{% macro literal(text) -%}
    '{{ text | replace("'", "''") }}'
{%- endmacro %}


{% macro known_findings() -%}
    {#- The findings as the warehouse holds them from earlier builds or, where all is built anew, as the lake last recorded them. -#}
    {%- set relation = held("attribution_findings") -%}
    {%- if relation is not none -%}
    select * from {{ relation }}
    {%- else -%}
    select * exclude (lake_file) from {{ ref("stg_lake__finding_history") }}
    qualify row_number() over (partition by finding_id order by lake_file desc, changed_at desc, last_seen desc) = 1
    {%- endif -%}
{%- endmacro %}


{% macro any_overlap(spans, others) -%}
    {#- Whether a span of one list and a span of the other share a character. -#}
    list_bool_or(
        list_transform(
            {{ spans }},
            lambda span: coalesce(
                list_bool_or(
                    list_transform(
                        {{ others }},
                        lambda other: span.start_char < other.end_char and other.start_char < span.end_char
                    )
                ),
                false
            )
        )
    )
{%- endmacro %}
