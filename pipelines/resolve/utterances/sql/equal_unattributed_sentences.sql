-- Sentences without attribution whose words a quote elsewhere has.
with wordings as (
    select wording from segments group by wording
    having bool_or(form = 'unattributed') and bool_or(form <> 'unattributed') and bool_or(is_new)
),
centres as (
    select wording, min(row) as centre from segments
    where form <> 'unattributed' and content_words >= 5 and wording in (select wording from wordings) group by wording
)
select centres.centre, sentences.row
from segments as sentences
join centres on sentences.wording = centres.wording
join segments as quotes on centres.centre = quotes.row
where sentences.form = 'unattributed' and sentences.article_no <> quotes.article_no
    and (sentences.is_new or quotes.is_new)
    and (sentences.content_words >= 8
        or coalesce(abs(epoch(sentences.published_at) - epoch(quotes.published_at)) <= 30 * 86400, true))
