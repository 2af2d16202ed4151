-- Built after every fact, so that a commit counts as held only when all of it is.
-- depends_on: {{ ref("articles") }}
-- depends_on: {{ ref("article_revisions") }}
-- depends_on: {{ ref("sentences") }}
-- depends_on: {{ ref("entity_mentions") }}
-- depends_on: {{ ref("quotes") }}
-- depends_on: {{ ref("ingest_outcomes") }}
{{ config(materialized="incremental", unique_key="commit_id", meta={"replaced_in": "stg_lake__commits"}) }}

select
    commit_id,
    batch_id,
    stage,
    started_at,
    committed_at,
    rows_written,
    versions
from {{ ref("stg_lake__commits") }}
