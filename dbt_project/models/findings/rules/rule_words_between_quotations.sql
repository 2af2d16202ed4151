-- words of saying, or whole sentences: after a quotation that ends like a sentence a capital begins the article's next
with quotes as (
    select
        *,
        regexp_extract(
            printed_content,
            '[.?!…][”"](\s+[A-Z][^“”"]*)(?:“|"[^\s])',
            1
        ) as sentences_between,
        regexp_extract(
            printed_content,
            '(?:”|[^\s(\[]")(\s[^“”"]*\b(?:said|says|added|adds|told|asked|wrote|writes|continued'
            || '|replied|explained|noted|tweeted|insisted|argued|warned|recalled'
            || '|declared|stated|according to)\b[^“”"]*)(?:“|"[^\s])',
            1
        ) as saying_between
    from {{ ref("int_quotes_judged") }}
    where kind != 'indirect'
),

judged as (
    select
        *,
        coalesce(nullif(saying_between, ''), sentences_between) as between
    from quotes
)

select
    article_id,
    quote_id,
    content as place,
    content as evidence,
    content_spans as evidence_spans,
    'these words are the article''s own, between two quotations: ' || trim(between) as suggestion
from judged
where between != ''
