{% macro get_incremental_replace_articles_sql(arguments) -%}
    {#-
        Incremental strategy of what is annotated: all rows of the articles that this build replaces go, also where
        the new annotation found nothing, and the new rows come.
    -#}
    {%- set columns = get_quoted_csv(arguments["dest_columns"] | map(attribute="name")) -%}
    delete from {{ arguments["target_relation"] }}
    where article_id in (select article_id from scratch.intermediate.int_articles_replaced);

    insert into {{ arguments["target_relation"] }} ({{ columns }})
    select {{ columns }} from {{ arguments["temp_relation"] }}
{%- endmacro %}
