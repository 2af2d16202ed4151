with prints as (
    select * from {{ ref("int_prints_compared") }}
    where kind = 'unattributed_copy' and not is_left and not is_copied
),

articles as (
    select
        article_id,
        text
    from {{ ref("articles") }}
),

-- what stands before and after the words in their line
lines as (
    select
        prints.*,
        regexp_extract(
            {{
                text_at(
                    "articles.text", "greatest(prints.spans[1].start_char - 300, 0)", "prints.spans[1].start_char"
                )
            }},
            '[^\n]*$'
        ) as line_before,
        regexp_extract(
            {{ text_at("articles.text", "prints.spans[-1].end_char", "(prints.spans[-1].end_char + 300)") }}, '^[^\n]*'
        ) as line_after
    from prints
    inner join articles on prints.article_id = articles.article_id
),

-- a message that is signed, and words within single marks, are not the article's own; "you agree" is nobody's word
voiced as (
    select
        *,
        coalesce(other_speaker, other_source) as attributed_to
    from lines
    where
        not regexp_matches(line_after, '[—–-]\s*[^—\n]{2,60}\(@\w+\)')
        and not regexp_matches(
            regexp_replace(line_before || left(words, 1), '(\pL)[''’](\pL)', '\1\2', 'g'), '(^|[\s:(])[''‘][^''’]*$'
        )
        and (other_speaker is not null or not regexp_matches(other_source, '(?i)^(i|you|we|they|he|she|it|who|which)$'))
)

select
    article_id,
    other_article_id,
    other_quote_id,
    {{ folded_words("words") }} as place,
    words || ' / ' || attributed_to || ': ' || other_words as evidence,
    spans as evidence_spans,
    other_spans as other_evidence_spans,
    {{ from_other("attributed_to") }} as suggestion
from voiced
where attributed_to is not null
qualify
    row_number() over (
        partition by article_id, segment_id
        order by other_speaker is null asc, score desc, other_article_id asc, other_quote_id asc
    ) = 1
