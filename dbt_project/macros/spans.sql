{% macro text_at(text, start_char, end_char) -%}
    {#- DuckDB's substring counts code points from 1; the lake's offsets count them from 0, end exclusive. -#}
    substring({{ text }}, cast({{ start_char }} + 1 as bigint), cast({{ end_char }} - {{ start_char }} as bigint))
{%- endmacro %}


{% macro text_of(text, spans) -%}
    {#- The text of a list of spans, joined by one space. -#}
    array_to_string(
        list_transform({{ spans }}, lambda span: {{ text_at(text, "span.start_char", "span.end_char") }}),
        ' '
    )
{%- endmacro %}


{% macro utc(time) -%}
    {#- Times of the warehouse are plain timestamps in UTC: they read the same in every client's time zone. -#}
    timezone('UTC', {{ time }})
{%- endmacro %}


{% macro text_in_window(spans) -%}
    {#- The text of a list of spans, as text_of, out of `window_text`, which begins at `window_start_char`. -#}
    array_to_string(
        list_transform(
            {{ spans }},
            lambda span: substring(
                window_text,
                cast(span.start_char - window_start_char + 1 as bigint),
                cast(span.end_char - span.start_char as bigint)
            )
        ),
        ' '
    )
{%- endmacro %}


{% macro moved(spans, by) -%}
    {#- A list of spans, all of them some characters farther on. -#}
    list_transform(
        {{ spans }},
        lambda span: struct_pack(start_char := span.start_char + {{ by }}, end_char := span.end_char + {{ by }})
    )
{%- endmacro %}


{% macro nearest_place(text, words, near) -%}
    {#- Where `text` prints `words` nearest to the character `near`, counted from 0; null where it does not. -#}
    list_sort(
        list_transform(
            range(1, len(string_split({{ text }}, {{ words }}))),
            lambda place: struct_pack(
                apart := abs({{ place_of(text, words) }} - {{ near }}),
                start_char := {{ place_of(text, words) }}
            )
        )
    )[1].start_char
{%- endmacro %}


{% macro place_of(text, words) -%}
    {#- Where `text` prints `words` for the time that `place` counts. -#}
    cast(
        list_sum(list_transform(string_split({{ text }}, {{ words }})[1:place], lambda part: length(part)))
        + (place - 1) * length({{ words }}) as bigint
    )
{%- endmacro %}


{% macro sentences_begun(relation, key, spans) -%}
    {#- The sentence that the first of some spans begins in, for every row of `relation`; rows without spans have none. -#}
    select
        begun.{{ key }},
        arg_max(sentences.sentence_no, sentences.start_char) as sentence_no,
        arg_max(sentences.is_repeat, sentences.start_char) as is_repeat,
        any_value(sentences.reader_version) as reader_version
    from {{ relation }} as begun
    inner join {{ ref("sentences") }} as sentences
        on begun.article_id = sentences.article_id and begun.{{ spans }}[1].start_char >= sentences.start_char
    group by begun.{{ key }}
{%- endmacro %}
