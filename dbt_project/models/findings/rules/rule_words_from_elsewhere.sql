-- Words that the article does not print: found in another article, or in none.
with quotes as (
    select
        *,
        {{ folded_words("content") }} as folded_content
    from {{ ref("int_quotes_judged") }}
    where {{ folded_words("content") }} <> {{ folded_words("printed_content") }}
),

-- the longest stretch without marks is looked for first: it is the same in every print
wanted as (
    select
        *,
        list_max(
            list_transform(
                regexp_extract_all(lower(content), '[\pL\pN ]+'),
                lambda piece: struct_pack(n_chars := length(piece), words := trim(piece))
            )
        ).words as stretch
    from quotes
    where len(string_split(folded_content, ' ')) >= 4
),

articles as (
    select
        article_id,
        text
    from {{ ref("articles") }}
),

found as (
    select
        wanted.quote_id,
        min(articles.article_id) as other_article_id
    from wanted
    inner join articles
        on wanted.article_id <> articles.article_id and contains(lower(articles.text), wanted.stretch)
    where contains(' ' || {{ folded_words("articles.text") }} || ' ', ' ' || wanted.folded_content || ' ')
    group by wanted.quote_id
),

own as (
    select wanted.quote_id
    from wanted
    inner join articles on wanted.article_id = articles.article_id
    where contains(' ' || {{ folded_words("articles.text") }} || ' ', ' ' || wanted.folded_content || ' ')
)

select
    wanted.article_id,
    wanted.quote_id,
    found.other_article_id,
    wanted.content as place,
    wanted.content as evidence,
    wanted.content_spans as evidence_spans,
    coalesce('printed in ' || found.other_article_id || ', not here', 'printed in no article: see where it comes from')
        as suggestion
from wanted
left join found on wanted.quote_id = found.quote_id
anti join own on wanted.quote_id = own.quote_id
