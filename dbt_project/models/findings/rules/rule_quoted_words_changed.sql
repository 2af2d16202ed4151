-- Both sides stand in quotation marks. Compared is what stands between the first and the last word that two sentences
-- share and, of quotations that share a sentence, the whole; neither British against American spelling nor figures
-- against number words count.
with prints as (
    select * from {{ ref("int_prints_compared") }}
    where
        grain = 'segment'
        and kind in ('words_changed', 'truncated', 'merged_or_split', 'contradicted')
        and form = 'direct'
        and other_form = 'direct'
        and coalesce(is_one_speaker, true)
),

compared as (
    select
        article_id,
        quote_id,
        other_article_id,
        other_quote_id,
        segment_id,
        words,
        other_words,
        spans,
        other_spans,
        score,
        is_rarer,
        false as is_whole
    from prints
    union all by name
    select
        *,
        quote_id as segment_id,
        true as is_whole
    from {{ ref("int_quotations_compared") }}
),

-- spelling and figures are an outlet's own
spelt as (
    select
        *,
        {{ spelt_one_way("words") }} as spelt_words,
        {{ spelt_one_way("other_words") }} as other_spelt_words
    from compared
    where is_rarer and {{ folded_words("words") }} <> {{ folded_words("other_words") }}
),

changed as (
    select *
    from spelt
    where
        {{ without_spaces(folded_words("spelt_words")) }} <> {{ without_spaces(folded_words("other_spelt_words")) }}
        and not ({{ is_marked_change("spelt_words", "other_spelt_words") }})
        and not ({{ is_marked_change("other_spelt_words", "spelt_words") }})
),

told_by_sentence as (
    select quote_id from changed
    where not is_whole
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
from changed
-- a sentence tells more than the quotation that it stands in
where not is_whole or quote_id not in (select told_by_sentence.quote_id from told_by_sentence)
qualify {{ is_likest_print() }}
