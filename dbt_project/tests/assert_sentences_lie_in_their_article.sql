-- A sentence covers at least one character and ends within its article. Rows of this build only.
with sentences as (
    select * from {{ ref("sentences") }}
    where batch_id in (select commits.batch_id from {{ ref("stg_lake__commits") }} as commits)
),

articles as (
    select
        article_id,
        revision,
        length(text) as n_chars
    from {{ ref("articles") }}
)

select
    sentences.article_id,
    sentences.sentence_no,
    sentences.start_char,
    sentences.end_char
from sentences
left join articles on sentences.article_id = articles.article_id and sentences.revision = articles.revision
where
    articles.n_chars is null
    or sentences.start_char < 0
    or sentences.end_char <= sentences.start_char
    or sentences.end_char > articles.n_chars
