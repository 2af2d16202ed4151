-- Both sides stand in quotation marks; what stands between the first and the last word that they share is compared.
with prints as (
    select * from {{ ref("int_prints_compared") }}
    where
        grain = 'segment'
        and kind in ('words_changed', 'truncated', 'merged_or_split', 'contradicted')
        and form = 'direct'
        and other_form = 'direct'
        and coalesce(is_one_speaker, true)
)

select
    article_id,
    quote_id,
    other_article_id,
    other_quote_id,
    {{ folded_words("words") }} as place,
    words || ' / ' || other_words as evidence,
    spans as evidence_spans,
    other_spans as other_evidence_spans,
    'compare with ' || other_article_id || ': ' || other_words as suggestion
from prints
where
    is_rarer
    and replace({{ folded_words("words") }}, ' ', '') <> replace({{ folded_words("other_words") }}, ' ', '')
    and not ({{ is_marked_change("words", "other_words") }})
    and not ({{ is_marked_change("other_words", "words") }})
qualify
    row_number() over (
        partition by article_id, segment_id
        order by score desc, other_article_id asc, other_quote_id asc
    ) = 1
