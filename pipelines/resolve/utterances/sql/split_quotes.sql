-- Quotes whose utterances another article prints as several quotes, none of which holds them all.
with prints as (
    select distinct on (quote_id, label) * from quoted
    where label_size > 1 and not is_repeat order by quote_id, label, row
),
several as (select * from prints qualify count(*) over (partition by quote_id) > 1),
early as (select * from prints qualify row_number() over (partition by label order by row) <= $most),
met as (
    select a.quote_id as left_quote, b.quote_id as right_quote, b.article_id as right_article, a.label,
        a.row as left_row, b.row as right_row, a.is_new or b.is_new as is_any_new
    from several as a join early as b on a.label = b.label and a.article_id <> b.article_id
),
per_quote as (
    select left_quote, right_quote, right_article, count(distinct label) as labels,
        list(left_row order by left_row) as left_rows, list(right_row order by right_row) as right_rows,
        bool_or(is_any_new) as is_any_new
    from met group by all
),
per_article as (select left_quote, right_article, count(distinct label) as labels from met group by all)
select left_rows, right_rows
from per_quote join per_article using (left_quote, right_article)
where per_article.labels > 1
qualify max(per_quote.labels) over (partition by left_quote, right_article) < per_article.labels
    and bool_or(is_any_new) over (partition by left_quote, right_article)
order by left_rows, right_rows
