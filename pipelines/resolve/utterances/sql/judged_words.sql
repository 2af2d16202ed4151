-- Pairs with different words that a verdict holds for the same, of which enough else speaks. How much that is, the verdict
-- says (`besides`, verdicts.py):
--   0 nothing   the words are enough
--   1 little    one speaker; or both articles share another utterance; or dates that are near, unless two speakers are
--               named and the words are few or but alike
--   2 much      one speaker and dates that are near or missing; or another shared utterance, unless two speakers are named
--   3 most      one speaker, and another shared utterance or dates within two days
-- A sentence in an article's own voice is held to more: many shared words in one order, and 0 or 1 with dates that are near.
-- Reported speech whose words are alike in content only is two accounts of one event, unless one speaker is named.
with wanted as (select left_wording as wording from verdicts union select right_wording from verdicts),
sides as (
    select wording, label, form = 'unattributed' as is_unattributed, min(row) as row,
        list(distinct speaker_no) filter (speaker_no is not null) as speakers,
        min(published_at) as first_at, max(published_at) as last_at
    from segments where wording in (select wording from wanted)
    group by wording, label, form = 'unattributed'
    qualify row_number() over (partition by wording, form = 'unattributed' order by min(row)) <= $sides
),
placed as (
    select sides.*, article_no, is_new, form = 'indirect' as is_indirect, content_words, start_char, end_char
    from sides join segments using (row)
),
met as (
    select verdict_no, besides, shared, score, kind, is_one_utterance, l.row as left_row, r.row as right_row,
        l.article_no as left_article, r.article_no as right_article,
        l.is_unattributed or r.is_unattributed as has_unattributed,
        l.is_indirect or r.is_indirect as is_reported,
        least(l.content_words, r.content_words) as content_words,
        coalesce(list_has_any(l.speakers, r.speakers), false) as is_same_speaker,
        coalesce(len(l.speakers) > 0 and len(r.speakers) > 0, false) as has_speakers,
        greatest(epoch(greatest(l.first_at, r.first_at)) - epoch(least(l.last_at, r.last_at)), 0) / 86400 as days
    from verdicts
    join placed as l on verdicts.left_wording = l.wording
    join placed as r on verdicts.right_wording = r.wording
    where (l.is_new or r.is_new) and not (l.is_unattributed and r.is_unattributed)
        and (l.article_no <> r.article_no
            or (score >= 0.9 and not l.is_unattributed and not r.is_unattributed
                and (l.end_char <= r.start_char or r.end_char <= l.start_char)))
),
article_labels as (select distinct article_no, label from segments where label_size > 1 and content_words >= 5),
together as (
    select distinct verdict_no, left_row, right_row
    from met
    join article_labels as a on met.left_article = a.article_no
    join article_labels as b on met.right_article = b.article_no and a.label = b.label
    where besides > 0 and left_article <> right_article
),
weighed as (
    select met.*, together.verdict_no is not null as is_together, days <= $days as is_near,
        has_speakers and not is_same_speaker as is_conflict
    from met left join together using (verdict_no, left_row, right_row)
)
select verdict_no, left_row, right_row, is_one_utterance from weighed
where not (kind = 'paraphrase' and is_reported and score < $sure_paraphrase and not is_same_speaker) and case
    when has_unattributed then
        kind not in ('paraphrase', 'contradicted') and score >= 0.8 and shared >= 6
        and ((besides = 0 and coalesce(is_near, true))
            or (besides = 1 and (is_together or (days is null and content_words >= 8) or is_near)))
    when besides = 0 then true
    when besides = 1 then is_same_speaker or is_together or (
        coalesce(is_near, false)
        and (not is_conflict or (score >= 0.9 and content_words >= 5 and kind <> 'paraphrase'))
    )
    when besides = 2 then (is_same_speaker and coalesce(is_near, true)) or (is_together and not is_conflict)
    else is_same_speaker and (is_together or coalesce(days <= 2, false))
end
