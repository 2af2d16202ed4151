-- One row per utterance that somebody speaks: who has how many votes, and whom most of them are for. A speaker has one vote
-- per article that is no copy, which weighs as much as what the article says for that speaker at most. Where the second
-- weighs four fifths of the first or more, a share that is stated and not measured, they tie and nobody is the speaker.
with names as (
    select utterance_id, coalesce(speaker_key, speaker) as speaker_key, speaker, count(distinct article_id) as articles
    from prints where speaker is not null and not is_copy group by all
),
votes_by_article as (
    select utterance_id, coalesce(speaker_key, speaker) as speaker_key, article_id,
        max(coalesce(speaker_weight, 1)) as weight
    from prints where speaker is not null and not is_copy group by all
),
votes_by_key as (
    select utterance_id, speaker_key, count(*) as votes, sum(weight) as weight
    from votes_by_article group by all
),
votes_by_speaker as (
    select votes_by_key.utterance_id, votes_by_key.votes, votes_by_key.weight,
        first(names.speaker order by articles desc, length(names.speaker) desc, names.speaker) as speaker
    from votes_by_key join names using (utterance_id, speaker_key)
    group by votes_by_key.utterance_id, votes_by_key.speaker_key, votes_by_key.votes, votes_by_key.weight
),
compared as (
    select *, weight >= 0.8 * max(weight) over (partition by utterance_id) as is_near_best
    from votes_by_speaker
),
ranked as (
    select utterance_id,
        list({'speaker': speaker, 'votes': votes} order by weight desc, votes desc, speaker) as speakers,
        sum(votes)::bigint as votes,
        coalesce(list(speaker order by weight desc, speaker) filter (is_near_best), []) as best
    from compared group by all
)
select utterance_id, votes, speakers,
    case when len(best) = 1 then best[1] end as speaker,
    case when len(best) = 1 then speakers[1].votes end as speaker_votes,
    case when len(best) > 1 then best else [] end as tied_speakers
from ranked
