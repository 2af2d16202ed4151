with articles as (
    select * from {{ ref("articles") }}
    where article_id in (select touched.article_id from {{ ref("int_articles_touched") }} as touched)
),

missing as (
    select
        article_id,
        source_path,
        unnest(
            list_filter(
                [
                    case when outlet is null then 'outlet' end,
                    case when byline is null then 'byline' end,
                    case when published_at is null then 'date' end,
                    case when url is null then 'link' end
                ],
                lambda part: part is not null
            )
        ) as part
    from articles
)

select
    article_id,
    part as place,
    'no ' || part || ' in ' || source_path as evidence,
    'state the ' || part || ' in the file or in a file of metadata beside it' as suggestion
from missing
