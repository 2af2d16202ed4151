-- depends_on: {{ ref("int_articles_replaced") }}
-- depends_on: {{ ref("int_chains_resolved") }}
-- depends_on: {{ ref("int_entities_resolved") }}
{{
    config(
        materialized="keyed_table",
        unique_key="article_id",
        meta={"replaced_in": "int_articles_replaced"},
        post_hook="{{ rename_mentions(this) }}"
    )
}}

with mentions as (
    select * from {{ ref("int_mentions_named") }}
)

select
    mention_id,
    article_id,
    revision,
    mention_no,
    sentence_no,
    entity_id,
    entity_name,
    entity_type,
    local_entity_name as name_as_printed,
    text,
    form,
    role,
    gender,
    start_char,
    end_char,
    local_entity_no,
    score,
    entity_method,
    entity_score,
    entity_candidates,
    reader_version,
    batch_id
from mentions
