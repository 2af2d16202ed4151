-- One row per utterance. A speaker has one vote per article that is no copy, which weighs as much as what the article says
-- for that speaker at most. Where the second weighs four fifths of the first or more, which is stated and not measured, the
-- utterance has no speaker. The outlet that printed it first is known where all its prints are timed to the minute. Of words that copies alone print, such as those
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
heard as (
    select utterance_id, coalesce(speaker_key, speaker) as speaker_key, article_id,
        max(coalesce(speaker_weight, 1)) as weight
    from prints where speaker is not null and not is_copy group by all
),
voted as (
    select utterance_id, speaker_key, count(*) as votes, sum(weight) as weight
    from heard group by all
),
votes as (
    select voted.utterance_id, voted.votes, voted.weight,
        first(named.speaker order by articles desc, length(named.speaker) desc, named.speaker) as speaker
    from voted join named using (utterance_id, speaker_key)
    group by voted.utterance_id, voted.speaker_key, voted.votes, voted.weight
),
ranked as (
    select utterance_id,
        list({'speaker': speaker, 'votes': votes} order by weight desc, votes desc, speaker) as speakers,
        sum(votes)::bigint as votes,
        coalesce(list(speaker order by weight desc, speaker) filter (is_near_best), []) as best
    from (
        select *, weight >= 0.8 * max(weight) over (partition by utterance_id) as is_near_best
        from votes
    )
    group by all
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
        case when count(distinct article_id) = 1 or coalesce(bool_and(is_timed), false)
            then first(outlet order by published_at, row) end as first_outlet
    from prints group by all
)
select utterance_id, text,
    case when len(best) = 1 then best[1] end as speaker,
    case when len(best) = 1 then speakers[1].votes end as speaker_votes,
    case when len(best) > 1 then best else [] end as tied_speakers,
    coalesce(votes, 0) as votes, coalesce(speakers, []) as speakers, quotes, unattributed, articles,
    articles_without_copies, outlets, first_published_at, last_published_at, first_article_id, first_outlet
from counted left join ranked using (utterance_id)
order by utterance_id
