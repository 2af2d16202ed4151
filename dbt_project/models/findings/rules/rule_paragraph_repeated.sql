with sentences as (
    select
        article_id,
        paragraph_no,
        text,
        start_char,
        end_char,
        lower(trim(text)) as folded_text
    from {{ ref("sentences") }}
    where
        article_id in (select touched.article_id from {{ ref("int_articles_touched") }} as touched)
        and length(text) >= 40
),

repeated as (
    select
        article_id,
        folded_text,
        arg_max(text, start_char) as text,
        arg_max(struct_pack(start_char := start_char, end_char := end_char), start_char) as again,
        arg_min(struct_pack(start_char := start_char, end_char := end_char), start_char) as first_print,
        arg_max(paragraph_no, start_char) as paragraph_no
    from sentences
    group by article_id, folded_text
    having count(*) > 1
)

-- one finding for the sentences of a paragraph
select
    article_id,
    arg_min(text, again.start_char) as place,
    string_agg(text, ' ' order by again.start_char) as evidence,
    [struct_pack(start_char := min(again.start_char), end_char := max(again.end_char))] as evidence_spans,
    'the article has printed these words before, at character ' || min(first_print.start_char)
    || ': count what they say once' as suggestion
from repeated
group by article_id, paragraph_no
