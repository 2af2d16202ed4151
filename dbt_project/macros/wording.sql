{% macro folded_words(text) -%}
    {#- Words without case, accents, apostrophes, quotation marks, dashes and Unicode forms, one space between. -#}
    {%- set bare = "regexp_replace(" ~ text ~ ", '[''’‘ʼ`´]', '', 'g')" -%}
    trim(regexp_replace(strip_accents(lower(nfc_normalize({{ whole_numbers(bare) }}))), '[^\pL\pN]+', ' ', 'g'))
{%- endmacro %}


{% macro whole_numbers(text) -%}
    {#-
        A text in which every number is one word of its own: 1,500 is 1500, 1.5 is 1point5 and not the 1 5 of "1-5". Each
        pass leaves every other mark of a long number, so there are two.
    -#}
    {%- set kept = namespace(sql=text) -%}
    {%- set thousands = ["(\\d)[,\\x{00a0}\\x{2009}\\x{202f}](\\d\\d\\d)", "\\1\\2"] -%}
    {%- set fraction = ["(\\d)[.,](\\d)", "\\1point\\2"] -%}
    {%- for written, kept_as in [thousands, thousands, fraction, fraction] -%}
        {%- set kept.sql = "regexp_replace(" ~ kept.sql ~ ", '" ~ written ~ "', '" ~ kept_as ~ "', 'g')" -%}
    {%- endfor -%}
    {{ kept.sql }}
{%- endmacro %}


{% macro without_spaces(folded) -%}
    {#- Folded words run together, but for one number after another. -#}
    replace(regexp_replace(regexp_replace({{ folded }}, '(\d) (\d)', '\1_\2', 'g'), '(\d) (\d)', '\1_\2', 'g'), ' ', '')
{%- endmacro %}


{% macro mark_of_change() -%}
    {#- Dots, and brackets: also where a piece begins or ends inside them. -#}
    \[[^\]]*(?:\]|$)|^[^\[\]]*\]|…|\.\s?\.\s?\.(?:\s?\.)?
{%- endmacro %}


{% macro kept_parts(text) -%}
    {#- The folded words of a quotation in the parts between which it says that something was left out or put in. -#}
    list_filter(
        list_transform(
            regexp_split_to_array({{ text }}, '{{ mark_of_change() }}'),
            lambda part: {{ folded_words("part") }}
        ),
        lambda part: part <> ''
    )
{%- endmacro %}


{% macro marks_of_change(text) -%}
    {#- The dots and brackets of a quotation, which say that something was left out or put in. -#}
    list_transform(
        regexp_extract_all({{ text }}, '{{ mark_of_change() }}'), lambda mark: {{ folded_words("mark") }}
    )
{%- endmacro %}


{% macro is_marked_change(text, other, most_words=12) -%}
    {#-
        Whether `text` says by dots or brackets in what it differs from `other`: its parts stand in `other` in their order,
        with few words between and none that negates. Marks that both print say nothing of a difference.
    -#}
    {{ marks_of_change(text) }} <> {{ marks_of_change(other) }}
    and regexp_matches(
        ' ' || {{ folded_words(other) }} || ' ',
        ' ' || array_to_string({{ kept_parts(text) }}, ' (?:[^ ]+ ){0,{{ most_words }}}') || ' '
    )
    and {{ negations("array_to_string(" ~ kept_parts(text) ~ ", ' ')") }} = {{ negations(folded_words(other)) }}
{%- endmacro %}


{% macro negations(folded) -%}
    {#- How many words of a folded text negate. -#}
    len(
        regexp_extract_all(
            {{ folded }},
            '\b(?:not|never|no|nor|neither|none|nobody|nothing|without|cannot|(?:do|does|did|wo|ca|is|are|was|were|has|have|had|would|should|could|must|need|ai|sha)nt)\b'
        )
    )
{%- endmacro %}


{% macro is_one_speaker() -%}
    {#- Whether both sides of a pair name one speaker, or a person by another spelling of the same family name. -#}
    speaker_entity_id = other_speaker_entity_id
    or folded_speaker = other_folded_speaker
    or (
        coalesce(speaker_entity_type, 'PERSON') = 'PERSON'
        and coalesce(other_speaker_entity_type, 'PERSON') = 'PERSON'
        and (
            string_split(folded_speaker, ' ')[-1] = string_split(other_folded_speaker, ' ')[-1]
            or contains(' ' || folded_speaker || ' ', ' ' || other_folded_speaker || ' ')
            or contains(' ' || other_folded_speaker || ' ', ' ' || folded_speaker || ' ')
        )
    )
{%- endmacro %}


{% macro from_other(speaker) -%}
    {#- Who is named in the other article of a pair, how sure it is that the words are the same. -#}
    {{ speaker }} || ', from ' || other_article_id || ', ' || printf('%.2f', score)
{%- endmacro %}


{% macro is_likest_print() -%}
    {#- Whether of all other articles that a print is compared with this one is the likest: one finding a print. -#}
    row_number() over (
        partition by article_id, segment_id
        order by score desc, other_article_id asc, other_quote_id asc
    ) = 1
{%- endmacro %}


{% macro joined_spans(spans) -%}
    {#- The spans of all rows of a group in the order of the text, each once. -#}
    list_sort(list_distinct(flatten(list({{ spans }}))))
{%- endmacro %}


{% macro names(text, speaker) -%}
    {#- Whether a text holds the last word of a speaker's name. -#}
    contains(' ' || {{ folded_words(text) }} || ' ', ' ' || string_split({{ folded_words(speaker) }}, ' ')[-1] || ' ')
{%- endmacro %}


{% macro rare_spelling() -%}
    {#- How often a spelling is printed at most that may be a slip. -#}
    2
{%- endmacro %}


{% macro is_near_spelling(name, other) -%}
    {#- Whether two whole names of as many words are a letter or three apart; marks and accents do not count. -#}
    (
        len(string_split({{ folded_words(name) }}, ' ')) = len(string_split({{ folded_words(other) }}, ' '))
        and length({{ folded_words(name) }}) >= 8
        and damerau_levenshtein({{ folded_words(name) }}, {{ folded_words(other) }}) between 1 and 3
    )
{%- endmacro %}


{% macro words_alike(words, other_words) -%}
    {#- How many words two lists begin with alike. -#}
    (
        coalesce(
            list_position(
                list_transform(
                    range(1, 1 + least(len({{ words }}), len({{ other_words }}))),
                    lambda place: {{ words }}[place] = {{ other_words }}[place]
                ),
                false
            ),
            1 + least(len({{ words }}), len({{ other_words }}))
        )
        - 1
    )
{%- endmacro %}
