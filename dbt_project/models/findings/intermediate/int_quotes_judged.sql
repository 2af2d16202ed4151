{{ config(materialized="built_table") }}

{% set around = 240 %}

with quotes as (
    select * from {{ ref("quotes") }}
    where
        not is_refuted
        and article_id in (select touched.article_id from {{ ref("int_articles_touched") }} as touched)
),

articles as (
    select
        article_id,
        text,
        length(text) as n_chars
    from {{ ref("articles") }}
),

-- what the article's own names are: the mart types a speaker whom nothing resolved by the kind of source beside it
types as (
    select
        article_id,
        text as name,
        mode(entity_type) as entity_type
    from {{ ref("entity_mentions") }}
    where form = 'name' and article_id in (select quotes.article_id from quotes)
    group by article_id, text
),

-- an article is judged by the name that it prints itself, not by the one that all articles share
placed as (
    select
        quotes.* replace (
            quotes.speaker_as_printed as speaker,
            coalesce(types.entity_type, quotes.speaker_entity_type) as speaker_entity_type
        ),
        list_concat(quotes.content_spans, quotes.cue_spans, quotes.source_spans) as all_spans
    from quotes
    left join types on quotes.article_id = types.article_id and quotes.speaker_as_printed = types.name
),

bounded as (
    select
        * exclude (all_spans),
        greatest(0, list_min([span.start_char for span in all_spans]) - {{ around }}) as window_start_char,
        list_max([span.end_char for span in all_spans]) + {{ around }} as window_end_char
    from placed
),

-- one cut out of the article's text a quote; what stands inside it is then cut out of the short piece
cut as (
    select
        bounded.*,
        articles.n_chars,
        {{ text_at("articles.text", "bounded.window_start_char", "bounded.window_end_char") }} as window_text
    from bounded
    inner join articles on bounded.article_id = articles.article_id
)

select
    *,
    {{ name_words("speaker") }} as speaker_words,
    {{ text_in_window("content_spans") }} as printed_content,
    {{ text_in_window("cue_spans") }} as printed_cue,
    {{ text_in_window("source_spans") }} as printed_source
from cut
