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
    speaker || coalesce(', reported by ' || reporter, '') || ': ' || words
    || ' / ' || other_speaker || ': ' || other_words as evidence,
    spans as evidence_spans,
    other_spans as other_evidence_spans,
    {{ from_other("other_speaker") }} as suggestion
from prints
where
    grain = 'segment'
    and kind not in ('contradicted', 'unattributed_copy')
    and (
        (not is_one_speaker and reports_other_speaker and (not is_reported_by_other or is_doubtful))
        or (is_one_speaker and other_reporter is null and not {{ names("reporter", "speaker") }})
    )
qualify {{ is_likest_print() }}
