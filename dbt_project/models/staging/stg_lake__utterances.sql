with source as (
    {{ lake_rows("utterances") }}
)

select
    utterance_id,
    text,
    speaker,
    speaker_votes as n_speaker_votes,
    coalesce(tied_speakers, []) as tied_speakers,
    votes as n_votes,
    speakers,
    quotes as n_quotes,
    unattributed as n_unattributed,
    articles as n_articles,
    articles_without_copies as n_articles_without_copies,
    outlets,
    {{ utc("first_published_at") }} as first_published_at,
    {{ utc("last_published_at") }} as last_published_at,
    first_article_id,
    first_outlet,
    speaker_entity_id,
    batch_id,
    is_removed
from source
