with quotes as (
    select * from {{ ref("int_quotes_judged") }}
    where speaker_mention_id is not null
),

mentions as (
    select
        mention_id,
        text,
        [struct_pack(start_char := start_char, end_char := end_char)] as spans
    from {{ ref("entity_mentions") }}
    where article_id in (select touched.article_id from {{ ref("int_articles_touched") }} as touched)
)

select
    quotes.article_id,
    quotes.quote_id,
    mentions.text || ' / ' || quotes.content as place,
    quotes.content as evidence,
    quotes.content_spans as evidence_spans,
    'the speaker was read off "' || mentions.text || '", which is inside the content' as suggestion
from quotes
inner join mentions on quotes.speaker_mention_id = mentions.mention_id
where
    {{ any_overlap("quotes.content_spans", "mentions.spans") }}
    and not coalesce({{ any_overlap("quotes.source_spans", "mentions.spans") }}, false)
