with quotes as (
    select
        *,
        substring(window_text, cast(content_spans[1].start_char - window_start_char as bigint), 1) as char_before,
        substring(window_text, cast(content_spans[-1].end_char - window_start_char + 1 as bigint), 1) as char_after
    from {{ ref("int_quotes_judged") }}
),

judged as (
    select
        *,
        case
            when regexp_matches(printed_content, '^\s|\s$') then 'white space at an edge of the content'
            when regexp_matches(printed_content, '^[,;:.!?)\]”»]') then 'it begins with what ends something else'
            when kind = 'direct' and regexp_matches(char_before, '[“«]')
                then 'the opening quotation mark stands outside'
            when regexp_matches(char_after, '[”»]') and regexp_matches(printed_content, '[“«]')
                then 'the closing quotation mark stands outside'
        end as what
    from quotes
)

select
    article_id,
    quote_id,
    content as place,
    char_before || '[' || content || ']' || char_after as evidence,
    content_spans as evidence_spans,
    what as suggestion
from judged
where what is not null
