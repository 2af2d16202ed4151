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


{% macro manifest_rows() -%}
    {#- The manifests of this build, as the lake writes them; none where the warehouse holds them all. -#}
    {%- set columns = {
        "commit_id": "varchar",
        "batch_id": "varchar",
        "stage": "varchar",
        "started_at": "timestamptz",
        "committed_at": "timestamptz",
        "files": "map(varchar, varchar[])",
        "rows": "map(varchar, bigint)",
        "versions": "map(varchar, varchar)",
    } -%}
    {%- set manifests = new_manifests() -%}
    {%- if manifests -%}
    select *
    from read_json(
        [
            {%- for manifest in manifests %}
            {{ file_literal(manifest) }}{{ "," if not loop.last }}
            {%- endfor %}
        ],
        format = 'unstructured',
        maximum_object_size = {{ 256 * 1024 * 1024 }},
        columns = {
            {%- for name, type in columns.items() %}
            {{ name }}: '{{ type }}'{{ "," if not loop.last }}
            {%- endfor %}
        }
    )
    {%- else -%}
    select
        {%- for name, type in columns.items() %}
        cast(null as {{ type }}) as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    where false
    {%- endif %}
{%- endmacro %}


{% macro new_manifests() -%}
    {#-
        Paths of the manifests that the warehouse does not hold yet; all of them where it is built anew. Names alone are
        listed, and only new manifests are opened: thousands of old ones cost nothing.
    -#}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- set held = adapter.get_relation(database=target.database, schema="state", identifier="lake_commits") -%}
    {%- set listed -%}
        select file from glob({{ file_literal(var("lake"), "/_commits/*.json") }})
        {% if held is not none and not flags.FULL_REFRESH -%}
        where parse_filename(file, true) not in (select commit_id from {{ held }})
        {%- endif %}
        order by file
    {%- endset -%}
    {{ return(run_query(listed).columns[0].values() | list) }}
{%- endmacro %}


{% macro file_literal(path, pattern="") -%}
    {#- A path as itself, whatever quotes and signs of a pattern it holds, and a pattern below it. -#}
    '{{ modules.re.sub("([*?\\[])", "[\\1]", path) | replace("'", "''") }}{{ pattern }}'
{%- endmacro %}


{% macro built_at() -%}
    {#- When this build began: one time for all that it changes. -#}
    timestamp '{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S.%f") }}'
{%- endmacro %}
