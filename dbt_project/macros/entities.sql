{% macro is_bare_name(entity_type, name) -%}
    ({{ entity_type }} = 'PERSON' and not regexp_matches({{ name }}, '\s'))
{%- endmacro %}


{% macro entity_id(entity_type, name, article_id) -%}
    {#- 16 hex digits over type and exact name; a person's bare one-word name is kept apart per article. -#}
    left(
        md5(
            concat_ws(
                chr(31),
                {{ entity_type }},
                {{ name }},
                case when {{ is_bare_name(entity_type, name) }} then {{ article_id }} end
            )
        ),
        16
    )
{%- endmacro %}
