with quotes as (
    select
        *,
        substring(window_text, cast(content_spans[-1].end_char - window_start_char + 1 as bigint), 60) as text_after,
        len(regexp_extract_all(printed_content, '[“„«]')) as n_opening,
        len(regexp_extract_all(printed_content, '[”»]')) as n_closing,
        len(regexp_extract_all(printed_content, '"|''''|``')) as n_straight,
        -- in a quotation over several paragraphs each one opens and the last alone closes
        len(regexp_extract_all(printed_content, '\n\s*(?:[“"«]|''''|``)')) as n_reopened,
        -- also where the paragraphs were run together
        len(regexp_extract_all(printed_content, '[.?!…][ \t]+(?:["“]|''''|``)\S')) as n_reopened_inside
    from {{ ref("int_quotes_judged") }}
    where regexp_matches(printed_content, '["“”„«»`'']')
),

-- some papers open with a curly mark and close with a straight one
counted as (
    select
        *,
        n_opening + n_closing + n_straight as n_marks,
        case when n_straight = 0 then n_opening - n_closing - n_reopened else 0 end as n_left_open,
        regexp_matches(text_after, '^\s*\n\s*([“"«]|''''|``)|^\s+("|''''|``)\S') as goes_on
    from quotes
)

select
    article_id,
    quote_id,
    content as place,
    content as evidence,
    content_spans as evidence_spans,
    case
        when n_left_open < 0 then 'a closing quotation mark without an opening one'
        else 'a quotation mark without its other half'
    end as suggestion
from counted
where
    n_left_open + n_reopened < 0
    or (n_left_open > 0 and n_left_open <> n_reopened_inside and not goes_on)
    or (
        n_straight > 0
        and (n_marks - n_reopened) % 2 = 1
        and (n_marks - n_reopened - n_reopened_inside) % 2 = 1
        and not goes_on
    )
