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
