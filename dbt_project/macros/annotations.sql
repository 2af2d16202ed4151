{% macro replacing_rows(staged) -%}
    {#- The rows of one of the reader's tables that this build puts in place: of each article's latest annotation. -#}
    select staged.*
    from {{ staged }} as staged
    semi join {{ ref("int_articles_replaced") }} as replaced
        on
            staged.article_id = replaced.article_id
            and staged.revision = replaced.revision
            and staged.batch_id = replaced.batch_id
            and staged.reader_version = replaced.reader_version
{%- endmacro %}
