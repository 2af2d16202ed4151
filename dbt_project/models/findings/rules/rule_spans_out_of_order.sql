with quotes as (
    select * from {{ ref("int_quotes_judged") }}
),

spans as (
    select
        article_id,
        quote_id,
        content,
        n_chars,
        unnest(
            [
                struct_pack(part := 'content', spans := content_spans),
                struct_pack(part := 'cue', spans := cue_spans),
                struct_pack(part := 'source', spans := source_spans)
            ]
        ) as placed
    from quotes
)

select
    article_id,
    quote_id,
    placed.part as place,
    placed.part || ' at ' || cast(placed.spans as varchar) as evidence,
    placed.spans as evidence_spans,
    'spans of one quote follow each other, hold at least one character and end within the article' as suggestion
from spans
where
    list_bool_or(
        list_transform(
            range(1, len(placed.spans) + 1),
            lambda place: placed.spans[place].start_char < 0
            or placed.spans[place].end_char <= placed.spans[place].start_char
            or placed.spans[place].end_char > n_chars
            or (place > 1 and placed.spans[place].start_char < placed.spans[place - 1].end_char)
        )
    )
    or (placed.part = 'content' and len(placed.spans) = 0)
