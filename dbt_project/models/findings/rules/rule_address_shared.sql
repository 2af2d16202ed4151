with articles as (
    select * from {{ ref("articles") }}
    where url is not null
),

compared as (
    select * from {{ ref("int_articles_compared") }}
)

select
    articles.article_id,
    others.article_id as other_article_id,
    articles.url as place,
    articles.url || ' in ' || articles.source_path || ' and in ' || others.source_path as evidence,
    'see which of them it is the address of; each is kept as an article of its own' as suggestion
from articles
semi join compared on articles.article_id = compared.article_id
inner join articles as others on articles.url = others.url and articles.article_id <> others.article_id
qualify row_number() over (partition by articles.article_id order by others.article_id) = 1
