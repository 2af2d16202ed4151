with quotes as (
    select * from {{ ref("int_quotes_judged") }}
),

compared as (
    select
        *,
        {{ any_overlap("content_spans", "cue_spans") }} as holds_cue,
        {{ any_overlap("content_spans", "source_spans") }} as holds_source
    from quotes
)

select
    article_id,
    quote_id,
    content as place,
    content as evidence,
    content_spans as evidence_spans,
    case
        when holds_source then 'leave the source out of the content: ' || coalesce(source, '')
        else 'leave the cue out of the content: ' || coalesce(cue, '')
    end as suggestion
from compared
where holds_cue or holds_source
