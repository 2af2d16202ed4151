{{ config(materialized="built_table") }}

with mentions as (
    select * from {{ ref("entity_mentions") }}
    where form = 'name' and article_id in (select touched.article_id from {{ ref("int_articles_touched") }} as touched)
),

sentences as (
    select
        article_id,
        sentence_no,
        text,
        start_char
    from {{ ref("sentences") }}
    where article_id in (select touched.article_id from {{ ref("int_articles_touched") }} as touched)
),

spans as (
    select
        quotes.article_id,
        unnest(quotes.content_spans) as quotation
    from {{ ref("int_quotes_judged") }} as quotes
    where quotes.kind = 'direct'
),

quoted as (
    select distinct
        article_id,
        quotation.start_char as first_char,
        quotation.end_char as last_char
    from spans
),

names_in_quotations as (
    select distinct mentions.mention_id
    from mentions
    inner join quoted
        on
            mentions.article_id = quoted.article_id
            and mentions.start_char >= quoted.first_char
            and mentions.end_char <= quoted.last_char
)

select
    mentions.mention_id,
    mentions.article_id,
    mentions.sentence_no,
    mentions.start_char,
    mentions.end_char,
    mentions.text,
    mentions.entity_type,
    mentions.local_entity_no,
    {{ name_words("mentions.text") }} as words,
    substring(sentences.text, 1, cast(mentions.start_char - sentences.start_char as bigint)) as text_before,
    substring(sentences.text, cast(mentions.end_char - sentences.start_char + 1 as bigint)) as text_after,
    names_in_quotations.mention_id is not null as is_quoted
from mentions
inner join sentences on mentions.article_id = sentences.article_id and mentions.sentence_no = sentences.sentence_no
left join names_in_quotations on mentions.mention_id = names_in_quotations.mention_id
