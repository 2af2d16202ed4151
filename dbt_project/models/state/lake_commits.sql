-- Built after every fact, so that a commit counts as held only when all of it is.
-- depends_on: {{ ref("articles") }}
-- depends_on: {{ ref("article_revisions") }}
-- depends_on: {{ ref("sentences") }}
-- depends_on: {{ ref("entity_mentions") }}
-- depends_on: {{ ref("quotes") }}
-- depends_on: {{ ref("quote_speakers") }}
-- depends_on: {{ ref("stances") }}
-- depends_on: {{ ref("ingest_outcomes") }}
-- depends_on: {{ ref("entities") }}
-- depends_on: {{ ref("entity_aliases") }}
-- depends_on: {{ ref("entity_history") }}
-- depends_on: {{ ref("resolution_reports") }}
-- depends_on: {{ ref("utterances") }}
-- depends_on: {{ ref("utterance_quotes") }}
-- depends_on: {{ ref("utterance_pairs") }}
-- depends_on: {{ ref("utterance_history") }}
-- depends_on: {{ ref("article_copies") }}
-- depends_on: {{ ref("shared_passages") }}
-- depends_on: {{ ref("batch_health") }}
-- depends_on: {{ ref("check_results") }}
{{ config(materialized="keyed_table", unique_key="commit_id", meta={"replaced_in": "stg_lake__commits"}) }}

select
    commit_id,
    batch_id,
    stage,
    started_at,
    committed_at,
    rows_written,
    versions
from {{ ref("stg_lake__commits") }}
