-- One row per quote of which two people said otherwise; of one person the latest word on each thing counts.
with applied as (
    select
        article_id,
        quote_id,
        content_spans,
        unnest(correction_ids) as correction_id
    from {{ ref("quotes") }}
    where
        len(correction_ids) > 1
        and article_id in (select touched.article_id from {{ ref("int_articles_touched") }} as touched)
),

told as (
    select
        applied.*,
        corrections.wrong,
        corrections.corrected_by,
        corrections.corrected_at,
        corrections.wrong in ('nothing', 'not_a_quote') as is_of_the_whole,
        case
            when corrections.wrong in ('nothing', 'not_a_quote') then replace(corrections.wrong, '_', ' ')
            else
                corrections.wrong || ' '
                || coalesce(corrections.speaker, corrections.source, corrections.kind, corrections.content, 'nobody')
        end as said
    from applied
    inner join {{ ref("corrections") }} as corrections on applied.correction_id = corrections.correction_id
    qualify
        row_number() over (
            partition by applied.quote_id, corrections.wrong, corrections.corrected_by
            order by corrections.corrected_at desc, corrections.line_no desc
        ) = 1
)

select
    later.article_id,
    later.quote_id,
    later.wrong as place,
    later.corrected_by || ': ' || later.said || ' / ' || earlier.corrected_by || ': ' || earlier.said as evidence,
    later.content_spans as evidence_spans,
    'agree on one, and take the other back: the latest counts' as suggestion
from told as later
inner join told as earlier
    on
        later.quote_id = earlier.quote_id
        and later.corrected_by <> earlier.corrected_by
        and later.said <> earlier.said
        and (later.wrong = earlier.wrong or later.is_of_the_whole or earlier.is_of_the_whole)
        and (later.corrected_at, later.corrected_by) > (earlier.corrected_at, earlier.corrected_by)
qualify
    row_number() over (
        partition by later.quote_id
        order by later.corrected_at desc, earlier.corrected_at desc, later.said asc, earlier.said asc
    ) = 1
