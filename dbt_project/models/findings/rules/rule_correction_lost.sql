with corrections as (
    select * from {{ ref("corrections") }}
    where article_id in (select touched.article_id from {{ ref("int_articles_touched") }} as touched)
),

applied as (
    select unnest(correction_ids) as correction_id
    from {{ ref("quotes") }}
    where article_id in (select corrections.article_id from corrections)
)

select
    corrections.article_id,
    corrections.words as place,
    corrections.words as evidence,
    concat_ws(
        ' ',
        'the correction of',
        corrections.corrected_by,
        '(' || corrections.path || ', line ' || corrections.line_no || ')',
        'is not applied: the article holds no quote of these words',
        'with this source any more. Look at the article and write it anew, or take it back'
    ) as suggestion
from corrections
anti join applied on corrections.correction_id = applied.correction_id
