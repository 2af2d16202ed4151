with prints as (
    select * from {{ ref("int_prints_compared") }}
)

select
    article_id,
    other_article_id,
    other_quote_id,
    {{ folded_words("words") }} as place,
    words || ' / ' || coalesce(other_speaker, other_source) || ': ' || other_words as evidence,
    spans as evidence_spans,
    other_spans as other_evidence_spans,
    {{ from_other("coalesce(other_speaker, other_source)") }} as suggestion
from prints
where kind = 'unattributed_copy' and not is_left and coalesce(other_speaker, other_source) is not null
qualify
    row_number() over (
        partition by article_id, segment_id
        order by other_speaker is null asc, score desc, other_article_id asc, other_quote_id asc
    ) = 1
