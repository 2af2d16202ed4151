with copies as (
    select * from {{ ref("article_copies") }}
    where is_uncredited and kind <> 'partial'
),

articles as (
    select
        article_id,
        wire_credit
    from {{ ref("articles") }}
),

compared as (
    select * from {{ ref("int_articles_compared") }}
),

sided as (
    select
        article_id,
        copy_article_id as other_article_id,
        n_shared_words
    from copies
    union all
    select
        copy_article_id as article_id,
        article_id as other_article_id,
        n_shared_words
    from copies
)

select
    sided.article_id,
    sided.other_article_id,
    credited.wire_credit as place,
    sided.n_shared_words || ' words as in ' || sided.other_article_id || ', which credits ' || credited.wire_credit
        as evidence,
    credited.wire_credit || ', from ' || sided.other_article_id as suggestion
from sided
semi join compared on sided.article_id = compared.article_id
inner join articles on sided.article_id = articles.article_id
inner join articles as credited on sided.other_article_id = credited.article_id
where articles.wire_credit is null and credited.wire_credit is not null
qualify
    row_number() over (
        partition by sided.article_id
        order by sided.n_shared_words desc, sided.other_article_id asc
    ) = 1
