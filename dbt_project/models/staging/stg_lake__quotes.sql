with source as (
    {{ lake_rows("quotes") }}
)

select
    quote_id,
    article_id,
    revision,
    batch_id,
    reader_version,
    quote_no,
    sentence_no,
    kind,
    content,
    content_spans,
    cue,
    cue_spans,
    cue_lemma,
    cue_class,
    source,
    source_spans,
    source_type,
    speaker,
    speaker_mention_id,
    speaker_local_entity_no,
    resolution_path,
    channel,
    parent_quote_no,
    is_repeat,
    score,
    speaker_score,
    speaker_runner_up,
    speaker_runner_up_score,
    speakers,
    on_behalf_of,
    is_withheld
from source
