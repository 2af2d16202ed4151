with checked as (
    select * from {{ ref("quotes") }}
    where len(correction_ids) > 0
),

corrections as (
    select
        correction_id,
        wrong
    from {{ ref("corrections") }}
),

applied as (
    select
        quote_id,
        unnest(correction_ids) as correction_id
    from checked
),

wrongs as (
    select
        applied.quote_id,
        list(distinct corrections.wrong) as wrongs
    from applied
    inner join corrections on applied.correction_id = corrections.correction_id
    group by applied.quote_id
),

looked_at as (
    select
        checked.*,
        wrongs.wrongs
    from checked
    inner join wrongs on checked.quote_id = wrongs.quote_id
),

-- who corrects a speaker has looked at the speaker; who says that nothing is wrong has looked at all
judged as (
    {% for field in ["speaker", "source", "kind"] -%}
    select
        reader_version,
        '{{ field }}' as field,
        coalesce({{ field }}, '') = coalesce(reader_{{ field }}, '') as is_right
    from looked_at
    where not is_refuted and (is_confirmed or list_contains(wrongs, '{{ field }}'))
    union all
    {% endfor -%}
    select
        reader_version,
        'span' as field,
        content_spans = reader_content_spans as is_right
    from looked_at
    where not is_refuted and (is_confirmed or list_contains(wrongs, 'span'))
    union all
    select
        reader_version,
        'quote' as field,
        not is_refuted as is_right
    from looked_at
    where not is_added
    union all
    select
        reader_version,
        'found' as field,
        not is_added as is_right
    from looked_at
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
