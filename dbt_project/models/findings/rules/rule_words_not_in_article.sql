with quotes as (
    select * from {{ ref("int_quotes_judged") }}
),

compared as (
    select
        *,
        case
            when content != printed_content then 'content'
            when coalesce(cue, '') != printed_cue then 'cue'
            when coalesce(source, '') != printed_source then 'source'
        end as part
    from quotes
)

select
    article_id,
    quote_id,
    part as place,
    case part
        when 'content' then content
        when 'cue' then cue
        else source
    end as evidence,
    case part
        when 'content' then content_spans
        when 'cue' then cue_spans
        else source_spans
    end as evidence_spans,
    case part
        when 'content' then 'the article prints there: ' || printed_content
        when 'cue' then 'the article prints there: ' || printed_cue
        else 'the article prints there: ' || printed_source
    end as suggestion
from compared
where part is not null
