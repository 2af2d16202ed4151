with source as (
    {{ lake_rows("corrections") }}
)

select
    correction_id,
    batch_id,
    path,
    line_no,
    article_id,
    quote_id,
    start_char,
    end_char,
    words,
    wrong,
    speaker,
    source,
    kind,
    content,
    content_spans,
    corrected_by,
    {{ utc("corrected_at") }} as corrected_at,
    note
from source
where
    batch_id = (
        select max(commits.batch_id)
        from {{ ref("stg_lake__commits") }} as commits
        where commits.stage = 'corrections'
    )
