{% set tie = 0.1 %}

with quotes as (
    select * from {{ ref("int_quotes_judged") }}
    where
        speaker is not distinct from reader_speaker_as_printed
        and not is_confirmed
        and not is_refuted
)

select
    article_id,
    quote_id,
    concat_ws(': ', coalesce(speaker, source, 'nobody') || ' or ' || speaker_runner_up, content) as place,
    concat_ws(
        ': ',
        coalesce(speaker, source, 'nobody')
        || coalesce(' (' || nullif(source, speaker) || ')', '')
        || ' or '
        || speaker_runner_up,
        content
    ) as evidence,
    content_spans as evidence_spans,
    'say which of the two it is: ' || printf('%.2f', speaker_score) || ' against '
    || printf('%.2f', speaker_runner_up_score) as suggestion
from quotes
where speaker_runner_up_score > speaker_score - {{ tie }}
