with quotes as (
    select * from {{ ref("int_quotes_judged") }}
),

spans as (
    select
        article_id,
        quote_id,
        window_text,
        window_start_char,
        unnest(
            list_concat(
                list_transform(content_spans, lambda span: struct_pack(part := 'content', span := span)),
                list_transform(cue_spans, lambda span: struct_pack(part := 'cue', span := span)),
                list_transform(source_spans, lambda span: struct_pack(part := 'source', span := span))
            )
        ) as placed
    from quotes
),

-- the two characters around a span's begin, and around its end
edges as (
    select
        *,
        substring(window_text, placed.span.start_char - window_start_char, 2) as at_start,
        substring(window_text, placed.span.end_char - window_start_char, 2) as at_end,
        [struct_pack(
            start_char := placed.span.start_char - window_start_char,
            end_char := placed.span.end_char - window_start_char
        )] as in_window
    from spans
)

select
    article_id,
    quote_id,
    concat_ws(' ', placed.part, at_start, at_end) as place,
    {{ text_of("window_text", "in_window") }} as evidence,
    [placed.span] as evidence_spans,
    case
        when regexp_matches(at_start, '^[\pL\pN]{2}$') then 'begin the ' || placed.part || ' where its word begins'
        else 'end the ' || placed.part || ' where its word ends'
    end as suggestion
from edges
where
    (placed.span.start_char > 0 and regexp_matches(at_start, '^[\pL\pN]{2}$'))
    or regexp_matches(at_end, '^[\pL\pN]{2}$')
