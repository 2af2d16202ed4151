with prints as (
    select * from {{ ref("int_prints_compared") }}
    where not is_copied
)

select
    article_id,
    quote_id,
    other_article_id,
    other_quote_id,
    {{ folded_words("words") }} as place,
    speaker || ': ' || words || ' / ' || other_speaker || ': ' || other_words as evidence,
    spans as evidence_spans,
    other_spans as other_evidence_spans,
    {{ from_other("other_speaker") }} as suggestion
from prints
where
    is_doubtful
    and grain = 'segment'
    and kind not in ('paraphrase', 'contradicted', 'unattributed_copy')
    and not is_one_speaker
    and not (reports_other_speaker or is_reported_by_other)
qualify {{ is_likest_print() }}
