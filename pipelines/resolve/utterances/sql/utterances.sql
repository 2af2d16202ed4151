-- One row per utterance. A speaker has one vote per article that is no copy. Of words that copies alone print, such as those
-- that an outlet adds to wire copy, the first print is none.
with added as (
    select utterance_id, first(article_id order by published_at, row) as article_id
    from members group by utterance_id having bool_and(is_copy)
),
prints as (
    select members.* replace (is_copy and added.article_id is null as is_copy)
    from members left join added using (utterance_id, article_id)
),
named as (
    select utterance_id, coalesce(speaker_key, speaker) as speaker_key, speaker, count(distinct article_id) as articles
    from prints where speaker is not null and not is_copy group by all
),
voted as (
    select utterance_id, coalesce(speaker_key, speaker) as speaker_key, count(distinct article_id) as votes
    from prints where speaker is not null and not is_copy group by all
),
votes as (
    select voted.utterance_id, voted.votes,
        first(named.speaker order by articles desc, length(named.speaker) desc, named.speaker) as speaker
    from voted join named using (utterance_id, speaker_key)
    group by voted.utterance_id, voted.speaker_key, voted.votes
),
ranked as (
    select utterance_id, list({'speaker': speaker, 'votes': votes} order by votes desc, speaker) as speakers,
        sum(votes)::bigint as votes
    from votes group by all
),
counted as (
    select utterance_id,
        first(text order by published_at, row) filter (form <> 'unattributed') as text,
        count(*) filter (form <> 'unattributed') as quotes,
        count(*) filter (form = 'unattributed') as unattributed,
        count(distinct article_id) as articles,
        count(distinct article_id) filter (not is_copy) as articles_without_copies,
        coalesce(list(distinct outlet order by outlet) filter (outlet is not null), []) as outlets,
        min(published_at) as first_published_at, max(published_at) as last_published_at,
        first(article_id order by published_at, row) as first_article_id,
        first(outlet order by published_at, row) as first_outlet
    from prints group by all
)
select utterance_id, text, speakers[1].speaker as speaker, speakers[1].votes as speaker_votes,
    coalesce(votes, 0) as votes, coalesce(speakers, []) as speakers, quotes, unattributed, articles,
    articles_without_copies, outlets, first_published_at, last_published_at, first_article_id, first_outlet
from counted left join ranked using (utterance_id)
order by utterance_id
