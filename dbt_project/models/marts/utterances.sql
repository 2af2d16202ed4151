{{ config(materialized="keyed_table", unique_key="utterance_id", meta={"replaced_in": "stg_lake__utterances"}) }}

with latest as (
    {{ latest_of(ref("stg_lake__utterances"), ["utterance_id"]) }}
)

select
    utterance_id,
    text,
    speaker,
    speaker_entity_id,
    n_speaker_votes,
    tied_speakers,
    n_votes,
    speakers,
    n_quotes,
    n_unattributed,
    n_articles,
    n_articles_without_copies,
    len(outlets) as n_outlets,
    outlets,
    first_published_at,
    last_published_at,
    first_article_id,
    first_outlet,
    batch_id
from latest
