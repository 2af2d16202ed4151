-- Equal short segments beside words that both articles print: "No." before the same answer.
with shorts as (
    select wording from segments where content_words < 5 and form <> 'unattributed' group by wording
    having bool_or(is_new) and count(distinct article_no) > 1
),
places as (
    select *, case when content_words >= 5 and label_size > 1 then label end as shared_label
    from segments
    where form <> 'unattributed' and article_no in (
        select article_no from segments where content_words < 5 and wording in (select wording from shorts)
    )
),
beside as (
    select *,
        last_value(shared_label ignore nulls) over (printed rows between 2 preceding and 1 preceding) as label_before,
        first_value(shared_label ignore nulls) over (printed rows between 1 following and 2 following) as label_after,
        last_value(shared_label ignore nulls) over (printed rows between 6 preceding and 1 preceding) as label_far_before,
        first_value(shared_label ignore nulls) over (printed rows between 1 following and 6 following) as label_far_after
    from places
    window printed as (partition by article_no order by start_char, row)
),
grouped as (
    select beside.*, unnest(case
        when content_words < 2 then [label_before, label_after] else [label_far_before, label_far_after]
    end) as neighbour
    from beside
    where content_words < 5 and wording in (select wording from shorts)
),
centred as (
    select *, min(speaker_no) over bonded is not distinct from max(speaker_no) over bonded as has_one_speaker,
        first_value(row) over ordered as centre, first_value(article_no) over ordered as centre_article,
        first_value(is_new) over ordered as is_centre_new
    from grouped where neighbour is not null
    window bonded as (partition by wording, neighbour),
        ordered as (partition by wording, neighbour order by row)
)
select distinct centre, row from centred
where row <> centre and has_one_speaker and article_no <> centre_article and (is_new or is_centre_new)
