{% macro held(table) -%}
    {#- The relation of a mart in the build file as an earlier build left it; none where there is none, or all is built anew. -#}
    {{ return(
        adapter.get_relation(database=target.database, schema="main", identifier=table)
        if execute and not flags.FULL_REFRESH else none
    ) }}
{%- endmacro %}


{% macro known_corrections() -%}
    {#- The corrections that the warehouse holds from earlier builds. -#}
    {%- set relation = held("corrections") -%}
    {%- if relation is not none -%}
    select * from {{ relation }}
    {%- else -%}
    select * from {{ ref("stg_lake__corrections") }} where false
    {%- endif -%}
{%- endmacro %}


{% macro known_quotes() -%}
    {#- The quotes that the warehouse holds from earlier builds. -#}
    {%- set relation = held("quotes") -%}
    {%- if relation is not none -%}
    select * from {{ relation }}
    {%- else -%}
    select
        *,
        cast(null as varchar) as outlet_id,
        cast(null as varchar) as reader_speaker,
        cast(null as varchar) as reader_speaker_as_printed,
        cast(null as varchar) as reader_speaker_entity_id,
        cast(null as varchar) as reader_speaker_entity_type,
        cast(null as varchar) as reader_source,
        cast(null as struct(start_char bigint, end_char bigint)[]) as reader_source_spans,
        cast(null as varchar) as reader_kind,
        cast(null as varchar) as reader_content,
        cast(null as struct(start_char bigint, end_char bigint)[]) as reader_content_spans,
        false as is_added
    from {{ ref("int_quotes_joined_to_speakers") }}
    where false
    {%- endif -%}
{%- endmacro %}
