{% set columns = [
    "quote_id", "article_id", "revision", "quote_no", "speaker", "speaker_as_printed", "speaker_entity_id",
    "speaker_entity_type", "speaker_local_entity_no", "kind", "content", "content_spans", "cue", "cue_lemma", "cue_class", "cue_spans",
    "source", "source_type", "source_spans",
    "speaker_mention_id", "resolution_path", "channel", "sentence_no", "parent_quote_no", "is_repeat", "score",
    "speaker_score", "speaker_runner_up", "speaker_runner_up_score", "speakers_as_printed",
    "on_behalf_of", "is_withheld", "reader_version", "batch_id",
] %}

select {{ columns | join(", ") }}
from {{ ref("int_quotes_joined_to_speakers") }}
union all
select {{ columns | join(", ") }}
from {{ ref("int_quotes_reread") }}
