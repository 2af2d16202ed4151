-- Pairs with different words that a verdict holds for the same, of which enough else speaks (`needs`, judging.py).
with wanted as (select left_wording as wording from verdicts union select right_wording from verdicts),
sides as (
    select wording, label, form = 'unattributed' as is_unattributed, min(row) as row,
        list(distinct speaker_key) filter (speaker_key is not null) as speakers,
        min(published_at) as first_at, max(published_at) as last_at
    from segments where wording in (select wording from wanted)
    group by wording, label, form = 'unattributed'
    qualify row_number() over (partition by wording, form = 'unattributed' order by min(row)) <= $sides
),
met as (
    select verdict_no, needs, shared, score, kind, is_one, lefts.row as left_row, rights.row as right_row,
        l.article_id as left_article, r.article_id as right_article,
        lefts.is_unattributed or rights.is_unattributed as has_unattributed,
        l.form = 'indirect' or r.form = 'indirect' as is_reported,
        least(l.content_words, r.content_words) as content_words,
        coalesce(list_has_any(lefts.speakers, rights.speakers), false) as is_same_speaker,
        coalesce(len(lefts.speakers) > 0 and len(rights.speakers) > 0, false) as has_speakers,
        greatest(epoch(greatest(lefts.first_at, rights.first_at)) - epoch(least(lefts.last_at, rights.last_at)), 0)
            / 86400 as days
    from verdicts
    join sides as lefts on verdicts.left_wording = lefts.wording
    join sides as rights on verdicts.right_wording = rights.wording
    join segments as l on lefts.row = l.row
    join segments as r on rights.row = r.row
    where (l.is_new or r.is_new) and not (lefts.is_unattributed and rights.is_unattributed)
        and (l.article_id <> r.article_id
            or (score >= 0.9 and not lefts.is_unattributed and not rights.is_unattributed
                and (l.end_char <= r.start_char or r.end_char <= l.start_char)))
),
article_labels as (select distinct article_id, label from segments where label_size > 1 and content_words >= 5),
together as (
    select distinct verdict_no, left_row, right_row
    from met
    join article_labels as a on met.left_article = a.article_id
    join article_labels as b on met.right_article = b.article_id and a.label = b.label
    where needs > 0 and left_article <> right_article
),
weighed as (
    select met.*, together.verdict_no is not null as is_together, days <= $days as is_near,
        has_speakers and not is_same_speaker as is_conflict
    from met left join together using (verdict_no, left_row, right_row)
)
select verdict_no, left_row, right_row, is_one from weighed
where not (kind = 'paraphrase' and is_reported and score < $sure_paraphrase and not is_same_speaker) and case
    when has_unattributed then
        kind not in ('paraphrase', 'contradicted') and score >= 0.8 and shared >= 6
        and ((needs = 0 and coalesce(is_near, true))
            or (needs = 1 and (is_together or (days is null and content_words >= 8) or is_near)))
    when needs = 0 then true
    when needs = 1 then is_same_speaker or is_together or (
        coalesce(is_near, false)
        and (not is_conflict or (score >= 0.9 and content_words >= 5 and kind <> 'paraphrase'))
    )
    when needs = 2 then (is_same_speaker and coalesce(is_near, true)) or (is_together and not is_conflict)
    else is_same_speaker and (is_together or coalesce(days <= 2, false))
end
