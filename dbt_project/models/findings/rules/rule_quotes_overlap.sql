with quotes as (
    select
        article_id,
        quote_id,
        content,
        content_spans,
        content_spans[1].start_char as start_char,
        content_spans[-1].end_char as end_char
    from {{ ref("int_quotes_judged") }}
),

pairs as (
    select
        quotes.article_id,
        quotes.quote_id,
        quotes.content,
        quotes.content_spans,
        others.quote_id as other_quote_id,
        others.content as other_content,
        quotes.start_char < others.start_char and quotes.end_char < others.end_char as is_crossed
    from quotes
    inner join quotes as others
        on
            quotes.article_id = others.article_id
            and quotes.quote_id != others.quote_id
            and quotes.start_char <= others.start_char
            and quotes.end_char > others.start_char
    where {{ any_overlap("quotes.content_spans", "others.content_spans") }}
)

select
    article_id,
    quote_id,
    other_quote_id,
    content || ' / ' || other_content as place,
    content || ' / ' || other_content as evidence,
    content_spans as evidence_spans,
    'two quotes share words, and neither stands whole inside the other' as suggestion
from pairs
where is_crossed
