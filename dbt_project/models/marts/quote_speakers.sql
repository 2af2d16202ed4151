-- depends_on: {{ ref("int_chains_resolved") }}
-- depends_on: {{ ref("int_entities_resolved") }}
{{
    config(
        materialized="keyed_table",
        unique_key="article_id",
        meta={"replaced_in": "int_quotes_replaced"},
        post_hook="{{ rename_quote_speakers(this) }}"
    )
}}

with quotes as (
    select
        *,
        (speaker is distinct from reader_speaker) as is_corrected
    from {{ ref("quotes") }}
    where article_id in (select replaced.article_id from {{ ref("int_quotes_replaced") }} as replaced)
),

-- who each chain is today: of articles that were corrected and not read anew, too
chains as (
    select distinct on (article_id, local_entity_no)
        article_id,
        local_entity_no,
        entity_id,
        entity_name,
        entity_type
    from {{ ref("entity_mentions") }}
    where
        local_entity_no is not null
        and article_id in (select replaced.article_id from {{ ref("int_quotes_replaced") }} as replaced)
    order by article_id asc, local_entity_no asc, mention_no asc
),

listed as (
    select
        quote_id,
        article_id,
        unnest(speakers_as_printed) as listed,
        generate_subscripts(speakers_as_printed, 1) as rank
    from quotes
    where not is_corrected
),

read as (
    select
        listed.quote_id,
        listed.article_id,
        listed.rank,
        listed.listed.role,
        coalesce(chains.entity_name, listed.listed.speaker) as speaker,
        listed.listed.speaker as speaker_as_printed,
        chains.entity_id as speaker_entity_id,
        coalesce(chains.entity_type, 'MISC') as speaker_entity_type,
        listed.listed.local_entity_no,
        listed.listed.probability
    from listed
    left join chains
        on listed.article_id = chains.article_id and listed.listed.local_entity_no = chains.local_entity_no
),

-- whom a person named is certain, and alone
corrected as (
    select
        quote_id,
        article_id,
        1 as rank,
        'speaker' as role,
        speaker,
        speaker_as_printed,
        speaker_entity_id,
        speaker_entity_type,
        cast(null as integer) as local_entity_no,
        1.0 as probability
    from quotes
    where is_corrected and speaker is not null
)

select * from read
union all by name
select * from corrected
