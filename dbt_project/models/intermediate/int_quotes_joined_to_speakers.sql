with quotes as (
    select * from {{ ref("stg_lake__quotes") }}
),

replaced as (
    select * from {{ ref("int_articles_replaced") }}
),

entities as (
    select * from {{ ref("int_entities_named_in_articles") }}
),

-- a speaker whom no chain holds is typed by what kind of source the reader saw
named as (
    select
        quotes.* exclude (speaker),
        coalesce(entities.entity_name, quotes.speaker) as speaker,
        coalesce(
            entities.entity_type,
            case quotes.source_type when 'person' then 'PERSON' when 'organisation' then 'ORG' end,
            'MISC'
        ) as speaker_type
    from quotes
    inner join replaced
        on
            quotes.article_id = replaced.article_id
            and quotes.revision = replaced.revision
            and quotes.batch_id = replaced.batch_id
            and quotes.reader_version = replaced.reader_version
    left join entities
        on
            quotes.article_id = entities.article_id
            and quotes.speaker_local_entity_no = entities.local_entity_no
)

select
    * exclude (speaker_type),
    case when speaker is not null then speaker_type end as speaker_entity_type,
    case
        when speaker is not null
            then {{ entity_id("speaker_type", "speaker", "article_id") }}
    end as speaker_entity_id
from named
