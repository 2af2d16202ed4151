with quotes as (
    select
        *,
        -- the article's own words in the content: what stands in quotation marks may run on as it likes
        regexp_replace(
            printed_content,
            '“[^”]*(”|$)|"[^"]*("|$)|«[^»]*(»|$)|''''.*?(''''|$)|(^|\n)\s*[''‘][^\n]*(\n\s*[''‘][^\n]*)*',
            '\5""',
            'g'
        ) as own_words
    from {{ ref("int_quotes_judged") }}
    -- a line of a transcript (`SHAPIRO: ...`) is its speaker's up to its end
    where kind != 'direct' and cue is distinct from ':'
),

sentences as (
    select
        article_id,
        start_char
    from {{ ref("sentences") }}
    where article_id in (select quotes.article_id from quotes)
),

-- a reported sentence that another one follows inside the same span
ends as (
    select distinct quotes.quote_id
    from quotes
    inner join sentences
        on
            quotes.article_id = sentences.article_id
            and sentences.start_char > quotes.content_spans[1].start_char
            and sentences.start_char < quotes.content_spans[1].end_char
    where quotes.kind = 'indirect'
),

judged as (
    select
        quotes.*,
        case
            when regexp_matches(quotes.own_words, '\S\s*\n\s*\S') then 'paragraph'
            when ends.quote_id is not null then 'sentence'
        end as what
    from quotes
    left join ends on quotes.quote_id = ends.quote_id
)

select
    article_id,
    quote_id,
    content as place,
    content as evidence,
    content_spans as evidence_spans,
    'words that are not in quotation marks run on into another ' || what || ': these may be two quotes' as suggestion
from judged
where what is not null
