-- depends_on: {{ ref("int_articles_replaced") }}
{{ config(materialized="incremental", unique_key="article_id", meta={"replaced_in": "int_articles_replaced"}) }}

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
    case when entity_id is not null then type_of_entity else entity_type end as entity_type,
    text,
    form,
    role,
    start_char,
    end_char,
    local_entity_no,
    score,
    reader_version,
    batch_id
from mentions
