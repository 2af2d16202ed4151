with quotes as (
    select
        *,
        regexp_extract(
            printed_content,
            '(?:”|[^\s(\[]")(\s[^“”"]*\b(?:said|says|added|adds|told|asked|wrote|writes|continued'
            || '|replied|explained|noted|tweeted|insisted|argued|warned|recalled'
            || '|declared|stated|according to)\b[^“”"]*)(?:“|"[^\s])',
            1
        ) as between
    from {{ ref("int_quotes_judged") }}
    where kind != 'indirect'
)

select
    article_id,
    quote_id,
    content as place,
    content as evidence,
    content_spans as evidence_spans,
    'these words are the article''s own, between two quotations: ' || trim(between) as suggestion
from quotes
where between != ''
