{% set forms = ["I [a-z]+", "I[’''](m|ve|d|ll)", "[Mm]y(self)?", "[Ww]e([’''](re|ve|d|ll))?", "[Oo]ur(s|selves)?"] %}

with sentences as (
    select
        article_id,
        sentence_no,
        text,
        start_char,
        end_char,
        -- an apostrophe is no mark; what a single mark opens after a space is
        regexp_replace(
            text, '[“"«][^”"»]*([”"»]|$)|^[^“"«]*[”»]|(^|\s)‘[^’]*’|''''.*?(''''|$)', ' ', 'g'
        ) as own_words
    from {{ ref("sentences") }}
    where
        article_id in (select touched.article_id from {{ ref("int_articles_touched") }} as touched)
        and role = 'body'
        and not is_repeat
),

speaking as (
    select
        *,
        count(*) over (partition by article_id) as n_speaking
    from sentences
    where regexp_matches(own_words, '\b({{ forms | join("|") }})\b')
),

-- "they discussed matters, from our frontlines": reported words of several, or of nobody named, are the article's own
quotes as (
    select
        article_id,
        content_spans[1].start_char as start_char,
        content_spans[-1].end_char as end_char
    from {{ ref("int_quotes_judged") }}
    where
        kind <> 'indirect'
        or (speaker is not null and coalesce(lower(source), '') <> 'they')
        or regexp_matches(source, '\b([Ii]|[Ww]e|[Mm]y|[Oo]ur)\b')
),

reported as (
    select distinct
        speaking.article_id,
        speaking.sentence_no
    from speaking
    inner join quotes
        on
            speaking.article_id = quotes.article_id
            and speaking.end_char > quotes.start_char
            and speaking.start_char < quotes.end_char
)

-- a column or a letter speaks of itself all the time: only what stands alone in an article is out of place
select
    speaking.article_id,
    speaking.text as place,
    speaking.text as evidence,
    [struct_pack(start_char := speaking.start_char, end_char := speaking.end_char)] as evidence_spans,
    'whose words are these? set them in quotation marks, or name the speaker' as suggestion
from speaking
anti join reported on speaking.article_id = reported.article_id and speaking.sentence_no = reported.sentence_no
where speaking.n_speaking <= 3
