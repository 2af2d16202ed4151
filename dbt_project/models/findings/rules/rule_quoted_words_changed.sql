-- Both sides stand in quotation marks; what stands between the first and the last word that they share is compared, and
-- neither British against American spelling nor figures against number words count.
with prints as (
    select * from {{ ref("int_prints_compared") }}
    where
        grain = 'segment'
        and kind in ('words_changed', 'truncated', 'merged_or_split', 'contradicted')
        and form = 'direct'
        and other_form = 'direct'
        and coalesce(is_one_speaker, true)
        and is_rarer
),

-- spelling and figures are an outlet's own
spelt as (
    select
        *,
        {{ spelt_one_way("words") }} as spelt_words,
        {{ spelt_one_way("other_words") }} as other_spelt_words
    from prints
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
from spelt
where
    replace({{ folded_words("spelt_words") }}, ' ', '') <> replace({{ folded_words("other_spelt_words") }}, ' ', '')
    and not ({{ is_marked_change("spelt_words", "other_spelt_words") }})
    and not ({{ is_marked_change("other_spelt_words", "spelt_words") }})
qualify
    row_number() over (
        partition by article_id, segment_id
        order by score desc, other_article_id asc, other_quote_id asc
    ) = 1
