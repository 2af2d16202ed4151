with prints as (
    select * from {{ ref("int_prints_compared") }}
    where grain = 'quote' and is_left and not is_copied
)

select
    article_id,
    quote_id,
    other_article_id,
    min(other_quote_id) as other_quote_id,
    {{ folded_words("any_value(content)") }} as place,
    'one quotation: ' || any_value(content) || ' / ' || count(distinct other_quote_id) || ' quotations: '
    || string_agg(other_words, ' | ' order by other_spans[1].start_char) as evidence,
    {{ joined_spans("spans") }} as evidence_spans,
    {{ joined_spans("other_spans") }} as other_evidence_spans,
    'see whether ' || other_article_id || ' prints words between that are left out here' as suggestion
from prints
group by article_id, quote_id, other_article_id
having count(distinct other_quote_id) > 1
