{% macro generate_schema_name(custom_schema_name, node) -%}
    {#- The schema that a model asks for, as it is. -#}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
