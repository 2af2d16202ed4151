{% macro latest_of(relation, key) -%}
    {#- Of a resolved table's rows with one key the latest batch's; a row that says so is gone. -#}
    select * exclude (is_removed)
    from {{ relation }}
    qualify
        row_number() over (
            partition by {{ key | join(", ") }}
            order by batch_id desc
        ) = 1
        and not is_removed
{%- endmacro %}


{% macro name_as_entities(relation, name, entity_id, entity_type) -%}
    {#- Give the rows of earlier builds the name and type that their entity has by now. -#}
    update {{ relation }} as held
    set
        {{ name }} = entities.name,
        {{ entity_type }} = entities.entity_type
    from {{ ref("int_entities_resolved") }} as entities
    where
        held.{{ entity_id }} = entities.entity_id
        and (held.{{ name }}, held.{{ entity_type }}) is distinct from (entities.name, entities.entity_type);
{%- endmacro %}


{% macro rename_mentions(relation) -%}
    {#- Tell the mentions of earlier builds who they are by now: their chain is another entity, or it has another name. -#}
    update {{ relation }} as held
    set
        entity_id = chains.entity_id,
        entity_name = chains.entity_name,
        entity_type = coalesce(chains.entity_type, held.entity_type),
        entity_method = chains.method,
        entity_score = chains.score,
        entity_candidates = chains.candidates
    from {{ ref("int_chains_resolved") }} as chains
    where
        held.article_id = chains.article_id
        and held.local_entity_no = chains.local_entity_no
        and (held.entity_id, held.entity_name, held.entity_method, held.entity_score, held.entity_candidates)
        is distinct from (chains.entity_id, chains.entity_name, chains.method, chains.score, chains.candidates);
    {{ name_as_entities(relation, "entity_name", "entity_id", "entity_type") }}
{%- endmacro %}


{% macro rename_speakers(relation) -%}
    {#-
        Tell the quotes of earlier builds who speaks by now, as `rename_mentions` tells the mentions. A speaker whom a person
        corrected stays; what the reader read is told beside it.
    -#}
    update {{ relation }} as held
    set
        speaker = case
            when len(held.correction_ids) > 0 then held.speaker
            else coalesce(chains.entity_name, held.speaker_as_printed)
        end,
        speaker_entity_id = case
            when len(held.correction_ids) > 0 then held.speaker_entity_id else chains.entity_id
        end,
        speaker_entity_type = case
            when len(held.correction_ids) > 0 then held.speaker_entity_type
            else coalesce(chains.entity_type, held.speaker_entity_type)
        end,
        reader_speaker = coalesce(chains.entity_name, held.reader_speaker_as_printed),
        reader_speaker_entity_id = chains.entity_id,
        reader_speaker_entity_type = coalesce(chains.entity_type, held.reader_speaker_entity_type)
    from {{ ref("int_chains_resolved") }} as chains
    where
        held.article_id = chains.article_id
        and held.speaker_local_entity_no = chains.local_entity_no
        and held.reader_speaker_entity_id is distinct from chains.entity_id;
    {%- for who in ["speaker", "reader_speaker"] %}
    {{ name_as_entities(relation, who, who ~ "_entity_id", who ~ "_entity_type") }}
    {%- endfor %}
{%- endmacro %}


{% macro tell_reporters(relation, quotes) -%}
    {#- Tell the rows that stand inside quotes through whom their words came: who says each quote around them, the nearest first. -#}
    update {{ relation }} as held
    set reported_by = told.reported_by
    from (
        with recursive outward as (
            select
                quote_id,
                article_id,
                parent_quote_no as outer_quote_no,
                cast([] as varchar[]) as reported_by
            from {{ relation }}
            where parent_quote_no is not null
            union all
            select
                outward.quote_id,
                outward.article_id,
                quotes.parent_quote_no as outer_quote_no,
                list_concat(
                    outward.reported_by,
                    list_filter([coalesce(quotes.speaker, quotes.source)], lambda reporter: reporter is not null)
                ) as reported_by
            from outward
            inner join {{ quotes }} as quotes
                on outward.article_id = quotes.article_id and outward.outer_quote_no = quotes.quote_no
        )

        select
            quote_id,
            arg_max(reported_by, len(reported_by)) as reported_by
        from outward
        group by quote_id
    ) as told
    where held.quote_id = told.quote_id and held.reported_by is distinct from told.reported_by;
{%- endmacro %}


{% macro rename_quote_speakers(relation) -%}
    {#- Tell the speakers of quotes of earlier builds who they are by now, as `rename_mentions` tells the mentions. -#}
    update {{ relation }} as held
    set
        speaker = coalesce(chains.entity_name, held.speaker_as_printed),
        speaker_entity_id = chains.entity_id,
        speaker_entity_type = coalesce(chains.entity_type, held.speaker_entity_type)
    from {{ ref("int_chains_resolved") }} as chains
    where
        held.article_id = chains.article_id
        and held.local_entity_no = chains.local_entity_no
        and held.speaker_entity_id is distinct from chains.entity_id;
    {{ name_as_entities(relation, "speaker", "speaker_entity_id", "speaker_entity_type") }}
{%- endmacro %}
