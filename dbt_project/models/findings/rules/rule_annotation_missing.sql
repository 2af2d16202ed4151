with articles as (
    select * from {{ ref("articles") }}
    where article_id in (select touched.article_id from {{ ref("int_articles_touched") }} as touched)
)

-- in the lake of a build every article has been annotated; one without sentences was left out
select
    article_id,
    'annotation' as place,
    'no annotation of ' || source_path || ', ' || length(text) || ' characters' as evidence,
    'look for what is no prose, such as a table, or split the file' as suggestion
from articles
where language = 'en' and not is_annotated
