{% macro kinds_of_role_nouns() -%}
    {#- Nouns for people in a role, each with the kind of role that it says: the reader's own list (role_nouns.csv). -#}
    select
        surface,
        kind
    from read_csv({{ file_literal(var("role_nouns")) }}, header = true, all_varchar = true)
    where kind is not null
{%- endmacro %}
