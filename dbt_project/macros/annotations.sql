{% macro replacing_rows(staged) -%}
    {#- The rows of one of the reader's tables that this build puts in place: of each article's latest annotation. -#}
    select staged.*
    from {{ staged }} as staged
    semi join {{ ref("int_articles_replaced") }} as replaced
        on
            staged.article_id = replaced.article_id
            and staged.revision = replaced.revision
            and staged.batch_id = replaced.batch_id
            and staged.reader_version = replaced.reader_version
{%- endmacro %}


{% macro attributions_with_speakers(staged) -%}
    {#- Quotes or stances of current annotations, each with its speaker as an entity. -#}
    with attributions as (
        {{ replacing_rows(staged) }}
    ),

    chains as (
        select * from {{ ref("int_chains_resolved") }}
    )

    select
        attributions.* exclude (speaker, speakers, is_withheld),
        case
            when attributions.speakers is not null then attributions.speakers
            -- of rows from before all were listed, the speaker
            when attributions.speaker is null then []
            else
                [
                    struct_pack(
                        speaker := attributions.speaker,
                        local_entity_no := attributions.speaker_local_entity_no,
                        probability := coalesce(attributions.speaker_score, attributions.score),
                        role := 'speaker'
                    )
                ]
        end as speakers_as_printed,
        coalesce(attributions.is_withheld, false) as is_withheld,
        coalesce(chains.entity_name, attributions.speaker) as speaker,
        attributions.speaker as speaker_as_printed,
        chains.entity_id as speaker_entity_id,
        case
            when attributions.speaker is not null
                then
                    coalesce(
                        chains.entity_type,
                        case attributions.source_type when 'person' then 'PERSON' when 'organisation' then 'ORG' end,
                        'MISC'
                    )
        end as speaker_entity_type
    from attributions
    left join chains
        on
            attributions.article_id = chains.article_id
            and attributions.speaker_local_entity_no = chains.local_entity_no
{%- endmacro %}
