{{ config(materialized="built_table") }}

with compared as (
    select * from {{ ref("int_articles_compared") }}
),

pairs as (
    select * from {{ ref("utterance_pairs") }}
    where
        left_article_id in (select compared.article_id from compared)
        or right_article_id in (select compared.article_id from compared)
),

whole_copies as (
    select * from {{ ref("article_copies") }}
    where kind <> 'partial'
),

copied as (
    select
        article_id,
        copy_article_id as other_article_id
    from whole_copies
    union all
    select
        copy_article_id as article_id,
        article_id as other_article_id
    from whole_copies
),

sided as (
    select
        grain,
        kind,
        score,
        {%- for column in ["segment_id", "quote_id", "article_id", "spans"] %}
        left_{{ column }} as {{ column }},
        right_{{ column }} as other_{{ column }},
        {%- endfor %}
        true as is_left
    from pairs
    union all by name
    select
        grain,
        kind,
        score,
        {%- for column in ["segment_id", "quote_id", "article_id", "spans"] %}
        right_{{ column }} as {{ column }},
        left_{{ column }} as other_{{ column }},
        {%- endfor %}
        false as is_left
    from pairs
),

articles as (
    select
        article_id,
        text,
        published_at
    from {{ ref("articles") }}
),

worded as materialized (
    select
        *,
        {{ folded_words("text") }} as wording
    from {{ ref("utterance_quotes") }}
    where
        utterance_id in (
            select prints.utterance_id from {{ ref("utterance_quotes") }} as prints
            where prints.segment_id in (select sided.segment_id from sided)
        )
),

told_apart as (
    select
        utterance_id,
        wording,
        count(distinct article_id) as n_articles
    from worded
    group by utterance_id, wording
),

-- the speaker of a quote by the name that is resolved across articles
speakers as (
    select
        prints.segment_id,
        prints.utterance_id,
        prints.speaker,
        prints.speaker_entity_id,
        {{ folded_words("prints.speaker") }} as folded_speaker,
        utterances.speaker_entity_id as voted_entity_id,
        told_apart.n_articles as n_alike,
        quotes.kind as form,
        quotes.content,
        quotes.source,
        quotes.speaker_entity_type,
        parents.speaker as reporter
    from worded as prints
    inner join {{ ref("quotes") }} as quotes on prints.quote_id = quotes.quote_id
    inner join {{ ref("utterances") }} as utterances on prints.utterance_id = utterances.utterance_id
    inner join told_apart on prints.utterance_id = told_apart.utterance_id and prints.wording = told_apart.wording
    left join {{ ref("quotes") }} as parents
        on quotes.article_id = parents.article_id and quotes.parent_quote_no = parents.quote_no
    where prints.segment_id in (select sided.segment_id from sided)
),

said as (
    select
        sided.*,
        {{ text_of("articles.text", "sided.spans") }} as words,
        {{ text_of("others.text", "sided.other_spans") }} as other_words,
        {%- for column in
            ["utterance_id", "form", "content", "source", "speaker", "speaker_entity_id", "speaker_entity_type",
            "folded_speaker", "voted_entity_id", "n_alike", "reporter"] %}
        speakers.{{ column }},
        other_speakers.{{ column }} as other_{{ column }},
        {%- endfor %}
        (coalesce(articles.published_at, timestamp 'infinity'), sided.article_id)
        > (coalesce(others.published_at, timestamp 'infinity'), sided.other_article_id) as is_later,
        (sided.article_id, sided.other_article_id) in (
            select (copied.article_id, copied.other_article_id) from copied
        ) as is_copied
    from sided
    inner join articles on sided.article_id = articles.article_id
    inner join articles as others on sided.other_article_id = others.article_id
    left join speakers on sided.segment_id = speakers.segment_id
    left join speakers as other_speakers on sided.other_segment_id = other_speakers.segment_id
    where
        sided.article_id <> sided.other_article_id
        and sided.article_id in (select compared.article_id from compared)
),

judged as (
    select
        *,
        {{ is_one_speaker() }} as is_one_speaker
    from said
)

select
    *,
    -- A said that B said, against B said; of one speaker nobody asks it
    case
        when coalesce(is_one_speaker, true) then false
        else coalesce({{ names("content", "other_speaker") }} or {{ names("reporter", "other_speaker") }}, false)
    end as reports_other_speaker,
    case
        when coalesce(is_one_speaker, true) then false
        else coalesce({{ names("other_content", "speaker") }} or {{ names("other_reporter", "speaker") }}, false)
    end as is_reported_by_other,
    -- of two sides that differ the one that more articles contradict, else the later
    case
        when speaker_entity_id = voted_entity_id and other_speaker_entity_id <> voted_entity_id then false
        when other_speaker_entity_id = other_voted_entity_id and speaker_entity_id <> other_voted_entity_id then true
        else is_later
    end as is_doubtful,
    -- of two wordings the one that fewer articles print, else the later
    case when n_alike = other_n_alike then is_later else n_alike < other_n_alike end as is_rarer
from judged
