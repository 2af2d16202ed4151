{% macro latest_of(relation, key) -%}
    {#- Of a resolved table's rows with one key the latest batch's; a row that says so is gone. -#}
    select * exclude (is_removed)
    from {{ relation }}
    qualify
        row_number() over (
            partition by {{ key | join(", ") }}
            order by batch_id desc
        ) = 1
        and not is_removed
{%- endmacro %}
