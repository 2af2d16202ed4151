-- Quotations that share a sentence and differ at one place in a few words: also where no sentence holds them all.
{% set most_words = 6 %}
{% set most_chars = 80 %}

with prints as (
    select * from {{ ref("int_prints_compared") }}
    where
        grain = 'segment'
        and form = 'direct'
        and other_form = 'direct'
        and content <> other_content
        and abs(length(content) - length(other_content)) <= {{ most_chars }}
        and coalesce(is_one_speaker, true)
),

pairs as (
    select
        article_id,
        quote_id,
        other_article_id,
        other_quote_id,
        any_value(utterance_id) as utterance_id,
        any_value(content) as content,
        any_value(other_content) as other_content,
        any_value(is_later) as is_later,
        max(score) as score
    from prints
    group by article_id, quote_id, other_article_id, other_quote_id
),

worded as (
    select
        *,
        string_split({{ folded_words("content") }}, ' ') as words,
        string_split({{ folded_words("other_content") }}, ' ') as other_words
    from pairs
),

begun as (
    select
        *,
        {{ words_alike("words", "other_words") }} as n_before
    from worded
    where words <> other_words
),

placed as (
    select
        *,
        least(
            {{ words_alike("list_reverse(words)", "list_reverse(other_words)") }},
            least(len(words), len(other_words)) - n_before
        ) as n_after
    from begun
    where n_before > 0
),

differing as (
    select
        *,
        greatest(len(words), len(other_words)) - n_before - n_after as n_differing
    from placed
    where n_after > 0
),

compared as (
    select * from differing
    where n_differing <= {{ most_words }} and n_before + n_after >= 4 * n_differing
),

wordings as (
    select
        prints.utterance_id,
        {{ folded_words("quotes.content") }} as wording,
        count(distinct prints.article_id) as n_articles
    from {{ ref("utterance_quotes") }} as prints
    inner join {{ ref("quotes") }} as quotes on prints.quote_id = quotes.quote_id
    where prints.utterance_id in (select compared.utterance_id from compared)
    group by prints.utterance_id, wording
)

select
    compared.article_id,
    compared.quote_id,
    compared.other_article_id,
    compared.other_quote_id,
    compared.content as words,
    compared.other_content as other_words,
    quotes.content_spans as spans,
    other_quotes.content_spans as other_spans,
    compared.score,
    -- of two wordings the one that fewer articles print, else the later
    case
        when wordings.n_articles = others.n_articles then compared.is_later
        else wordings.n_articles < others.n_articles
    end as is_rarer
from compared
inner join {{ ref("quotes") }} as quotes on compared.quote_id = quotes.quote_id
inner join {{ ref("quotes") }} as other_quotes on compared.other_quote_id = other_quotes.quote_id
inner join wordings
    on
        compared.utterance_id = wordings.utterance_id
        and array_to_string(compared.words, ' ') = wordings.wording
inner join wordings as others
    on
        compared.utterance_id = others.utterance_id
        and array_to_string(compared.other_words, ' ') = others.wording
