-- How often the reader was right, by what people said of its quotes. One row per reader_version and field; of a quote,
--   speaker, source, kind, span   is the reader's value the right one?
--   quote                         is what the reader found a quote (precision)?
--   found                         did the reader find what people say is a quote (recall)?
-- Who corrects one of the first four has looked at that one; who says that nothing is wrong has looked at all four.

with corrections as (
    select
        correction_id,
        wrong
    from {{ ref("corrections") }}
),

quotes as (
    select * from {{ ref("quotes") }}
    where len(correction_ids) > 0
),

applied as (
    select
        quote_id,
        unnest(correction_ids) as correction_id
    from quotes
),

corrected as (
    select
        applied.quote_id,
        list(distinct corrections.wrong) as corrected_fields
    from applied
    inner join corrections on applied.correction_id = corrections.correction_id
    group by applied.quote_id
),

checked as (
    select
        quotes.*,
        corrected.corrected_fields
    from quotes
    inner join corrected on quotes.quote_id = corrected.quote_id
),

fields as (
    select unnest(['speaker', 'source', 'kind', 'span']) as field
),

judged as (
    select
        checked.reader_version,
        fields.field,
        case fields.field
            when 'speaker' then coalesce(checked.speaker, '') = coalesce(checked.reader_speaker, '')
            when 'source' then coalesce(checked.source, '') = coalesce(checked.reader_source, '')
            when 'kind' then coalesce(checked.kind, '') = coalesce(checked.reader_kind, '')
            when 'span' then checked.content_spans = checked.reader_content_spans
        end as is_right
    from checked
    cross join fields
    where not checked.is_refuted and (checked.is_confirmed or list_contains(checked.corrected_fields, fields.field))
    union all
    select
        reader_version,
        'quote' as field,
        not is_refuted as is_right
    from checked
    where not is_added
    union all
    select
        reader_version,
        'found' as field,
        not is_added as is_right
    from checked
    where not is_refuted
),

counted as (
    select
        reader_version,
        field,
        count(*) as n_checked,
        count(*) filter (where is_right) as n_right
    from judged
    group by reader_version, field
)

select
    *,
    n_right / n_checked as share_right
from counted
