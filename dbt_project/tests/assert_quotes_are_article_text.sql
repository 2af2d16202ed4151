-- Content, cue and source of a quote are the article's own text at their spans. Rows of this build only.
with quotes as (
    select * from {{ ref("quotes") }}
    where batch_id in (select commits.batch_id from {{ ref("stg_lake__commits") }} as commits)
),

articles as (
    select
        article_id,
        revision,
        text
    from {{ ref("articles") }}
)

select
    quotes.quote_id,
    quotes.content,
    {{ text_of("articles.text", "quotes.content_spans") }} as content_in_text
from quotes
left join articles on quotes.article_id = articles.article_id and quotes.revision = articles.revision
where
    articles.text is null
    or len(quotes.content_spans) = 0
    or quotes.content != {{ text_of("articles.text", "quotes.content_spans") }}
    or coalesce(quotes.cue, '') != {{ text_of("articles.text", "quotes.cue_spans") }}
    or coalesce(quotes.source, '') != {{ text_of("articles.text", "quotes.source_spans") }}
