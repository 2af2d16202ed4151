{% macro wire_forms() -%}
    {#- A pattern of all forms in which texts credit a news agency: the list by which ingest reads credits (wire_services.csv). -#}
    {%- set forms = ["never looked for before the build"] -%}
    {%- if execute -%}
        {%- set listed -%}
            select unnest(string_split(forms, '|')) as form from read_csv({{ file_literal(var("wire_services")) }}, header = true)
        {%- endset -%}
        {%- set forms = run_query(listed).columns[0].values() -%}
    {%- endif -%}
    {%- set escaped = [] -%}
    {%- for form in forms -%}
        {%- do escaped.append(modules.re.escape(form) | replace("'", "''")) -%}
    {%- endfor -%}
    {{ return(escaped | join("|")) }}
{%- endmacro %}
