{% macro lake_rows(table, file_column=none) -%}
    {#-
        The rows of one lake table in the commits of this build, with the columns and types that the source declares.
        Only files that a manifest names are read; a table without such files, or a file from before a column was
        added, still has every column. `file_column` names one more, the file that holds the row: files sort by batch.
    -#}
    {%- set relation = source('lake', table) -%}
    {%- set commits = ref('stg_lake__commits') -%}
    {%- set declared = lake_columns(table) -%}
    {%- set files = lake_files(table, commits) -%}
    select
        {%- for column in declared %}
        cast(null as {{ column.data_type }}) as {{ column.name }}{{ "," if not loop.last }}
        {%- endfor %}
        {%- if file_column %},
        cast(null as varchar) as {{ file_column }}
        {%- endif %}
    where false
    {%- if files %}
    union all by name
    select *
    from read_parquet(
        [
            {%- for file in files %}
            {{ file_literal(var("lake") ~ "/" ~ file) }}{{ "," if not loop.last }}
            {%- endfor %}
        ],
        union_by_name = true{{ ", filename = '" ~ file_column ~ "'" if file_column }}
    )
    {%- endif %}
{%- endmacro %}


{% macro lake_columns(table) -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- set declared = graph.sources.values() | selectattr("source_name", "eq", "lake") | selectattr("name", "eq", table) | first -%}
        {%- do found.extend(declared.columns.values()) -%}
    {%- else -%}
        {%- do found.append({"name": "parsed_later", "data_type": "varchar"}) -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}


{% macro lake_files(table, commits) -%}
    {#- The committed files of a lake table, below the lake's folder, in this build. -#}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- set rows = run_query(
        "select unnest(files['" ~ table ~ "']) from " ~ commits ~ " order by 1"
    ) -%}
    {{ return(rows.columns[0].values() | list) }}
{%- endmacro %}


{% macro commit_rows() -%}
    {#-
        The lake's commits that the warehouse does not hold yet; all of them where it is built anew. `commits` names the
        files that list them: which manifests count, and what was merged, is known to the lake.
    -#}
    {%- set held = adapter.get_relation(database=target.database, schema="state", identifier="lake_commits") -%}
    select *
    from read_parquet(
        [
            {%- for file in var("commits") %}
            {{ file_literal(file) }}{{ "," if not loop.last }}
            {%- endfor %}
        ]
    )
    {%- if held is not none and not flags.FULL_REFRESH %}
    where commit_id not in (select held.commit_id from {{ held }} as held)
    {%- endif %}
{%- endmacro %}


{% macro file_literal(path, pattern="") -%}
    {#- A path as itself, whatever quotes and signs of a pattern it holds, and a pattern below it. -#}
    '{{ modules.re.sub("([*?\\[])", "[\\1]", path) | replace("'", "''") }}{{ pattern }}'
{%- endmacro %}


{% macro built_at() -%}
    {#- When this build began: one time for all that it changes. -#}
    timestamp '{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S.%f") }}'
{%- endmacro %}
