-- Prints of equal words. Eight content words or more need nothing besides; five to seven, dates within 30 days or the same
-- speaker; three or four, three days without two speakers, or the speaker where a date is missing; two, both. Any are the
-- same if what follows or precedes them is the same too, with five content words in all.
with affected as (
    select * from segments
    where wording in (select wording from segments where is_new) and form <> 'unattributed'
    qualify count(*) over (partition by wording) > 1
),
broken as (
    select *, published_at - lag(published_at) over dated
            > case when content_words >= 5 then interval 30 days else interval 3 days end as is_break
    from affected
    window dated as (partition by wording, published_at is null order by published_at, row)
),
runs as (
    select *,
        case when published_at is not null then sum(coalesce(is_break, false)::int) over (
            partition by wording, published_at is null order by published_at, row
        ) end as run,
        min(row) over (partition by wording) as first_row,
        min(row) over (partition by wording, speaker_no) as first_of_speaker
    from broken
),
spoken as (
    select *, min(speaker_no) over one is not distinct from max(speaker_no) over one as has_one_speaker
    from runs
    window one as (partition by wording, run)
),
following as (
    select row, wording, content_words, lead(wording) over printed as next_wording, lead(row) over printed as next_row,
        lead(content_words) over printed as next_words
    from segments
    where form <> 'unattributed' and article_no in (select article_no from affected)
    window printed as (partition by article_no order by start_char, row)
),
couples as (select * from following where content_words + next_words >= 5 and least(content_words, next_words) < 5),
grouped as (
    select *, hash(wording, 1) as bond from spoken where content_words >= 8
    union all
    select *, hash(wording, 2, run) from spoken where content_words between 5 and 7 and run is not null
    union all
    select *, hash(wording, 3, speaker_no) from spoken where content_words between 5 and 7 and speaker_no is not null
    union all
    select *, hash(wording, 4) from spoken where content_words between 5 and 7 and (run is null or row = first_row)
    union all
    select *, hash(wording, 5, run, speaker_no) from spoken
    where content_words between 2 and 4 and run is not null and speaker_no is not null
    union all
    select *, hash(wording, 6, run) from spoken
    where content_words between 3 and 4 and run is not null and has_one_speaker
    union all
    select *, hash(wording, 7, speaker_no) from spoken
    where content_words between 3 and 4 and speaker_no is not null and (run is null or row = first_of_speaker)
    union all
    select spoken.*, hash(spoken.wording, 8, next_wording) from spoken join couples using (row)
    where spoken.content_words < 5
    union all
    select spoken.*, hash(spoken.wording, 9, couples.wording) from spoken join couples on spoken.row = next_row
    where spoken.content_words < 5
),
centred as (
    select *, first_value(row) over bonded as centre, first_value(article_no) over bonded as centre_article,
        first_value(is_new) over bonded as is_centre_new
    from grouped
    window bonded as (partition by bond order by row)
)
select distinct centre, row from centred
where row <> centre and (is_new or is_centre_new)
    and (content_words >= 5 or article_no <> centre_article or is_repeat)
