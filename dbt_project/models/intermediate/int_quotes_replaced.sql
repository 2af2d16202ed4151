{{ config(materialized="built_table") }}

select article_id from {{ ref("int_articles_replaced") }}
union
select article_id from {{ ref("int_articles_corrected") }}
