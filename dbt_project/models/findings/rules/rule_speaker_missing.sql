with quotes as (
    select * from {{ ref("int_quotes_judged") }}
)

select
    article_id,
    quote_id,
    content as place,
    content as evidence,
    content_spans as evidence_spans,
    'say who is quoted' as suggestion
from quotes
where kind = 'direct' and speaker is null and source is null and not is_repeat
