with quotes as (
    {{ replacing_rows(ref("stg_lake__quotes")) }}
),

chains as (
    select * from {{ ref("int_chains_resolved") }}
)

select
    quotes.* exclude (speaker),
    coalesce(chains.entity_name, quotes.speaker) as speaker,
    quotes.speaker as speaker_as_printed,
    chains.entity_id as speaker_entity_id,
    case
        when quotes.speaker is not null
            then
                coalesce(
                    chains.entity_type,
                    case quotes.source_type when 'person' then 'PERSON' when 'organisation' then 'ORG' end,
                    'MISC'
                )
    end as speaker_entity_type
from quotes
left join chains
    on
        quotes.article_id = chains.article_id
        and quotes.speaker_local_entity_no = chains.local_entity_no
