-- Words that the article does not print: found in another article, or in none.
with quotes as (
    select
        *,
        {{ folded_words("content") }} as folded_content
    from {{ ref("int_quotes_judged") }}
    where content <> printed_content and {{ folded_words("content") }} <> {{ folded_words("printed_content") }}
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

-- in lower case once, not once for every quote that is looked for; not at all where none is
articles as materialized (
    select
        article_id,
        text,
        lower(text) as lower_text
    from {{ ref("articles") }}
    where exists (select 1 from wanted)
),

candidates as materialized (
    select
        wanted.quote_id,
        articles.article_id
    from wanted
    inner join articles
        on wanted.article_id <> articles.article_id and contains(articles.lower_text, wanted.stretch)
),

folded as materialized (
    select
        article_id,
        ' ' || {{ folded_words("text") }} || ' ' as words
    from articles
    where
        article_id in (select candidates.article_id from candidates)
        or article_id in (select wanted.article_id from wanted)
),

found as (
    select
        wanted.quote_id,
        min(folded.article_id) as other_article_id
    from wanted
    inner join candidates on wanted.quote_id = candidates.quote_id
    inner join folded on candidates.article_id = folded.article_id
    where contains(folded.words, ' ' || wanted.folded_content || ' ')
    group by wanted.quote_id
),

own as (
    select wanted.quote_id
    from wanted
    inner join folded on wanted.article_id = folded.article_id
    where contains(folded.words, ' ' || wanted.folded_content || ' ')
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
