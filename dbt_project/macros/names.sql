{% macro folded(text) -%}
    {#- Words in lower case without accents, one space between them and around all: ' odo fenn '. -#}
    (' ' || trim(regexp_replace(lower(strip_accents({{ whole_numbers(text) }})), '[^\pL\pN]+', ' ', 'g')) || ' ')
{%- endmacro %}


{% macro name_words(name) -%}
    {#- The words of a name, folded, less what follows a family name (Jr, III) and what belongs to it ('s). -#}
    string_split(
        trim(regexp_replace({{ folded("regexp_replace(" ~ name ~ ", '[''’]s\\b', '')") }}, ' (jr|sr|ii|iii|iv) $', ' ')), ' '
    )
{%- endmacro %}


{% macro names_agree(words, other_words) -%}
    {#-
        Whether two names, as lists of folded words, can be one person's: the last word of one is among the other's, and
        where both have more words, the first ones begin alike.
    -#}
    (
        (list_contains({{ other_words }}, {{ words }}[-1]) or list_contains({{ words }}, {{ other_words }}[-1]))
        and (
            len({{ words }}) < 2
            or len({{ other_words }}) < 2
            or left({{ words }}[1], 1) = left({{ other_words }}[1], 1)
            or list_contains({{ words }}, {{ other_words }}[1])
            or list_contains({{ other_words }}, {{ words }}[1])
        )
    )
{%- endmacro %}


{% macro spelt_alike(word, other) -%}
    {#- Whether two words differ by a slip of the pen: one letter, or two in long ones. -#}
    (damerau_levenshtein({{ word }}, {{ other }}) <= case when length({{ word }}) > 7 then 2 when length({{ word }}) > 3 then 1 else 0 end)
{%- endmacro %}
