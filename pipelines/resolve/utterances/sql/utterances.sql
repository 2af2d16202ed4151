-- One row per utterance. The outlet that printed it first is known where all its prints are timed to the second.
with counted as (
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
select counted.*, votes.speaker, votes.speaker_votes, coalesce(votes.tied_speakers, []) as tied_speakers,
    coalesce(votes.votes, 0) as votes, coalesce(votes.speakers, []) as speakers
from counted left join votes using (utterance_id)
order by utterance_id
