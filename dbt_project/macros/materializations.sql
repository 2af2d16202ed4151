{#-
    How the models of this project become relations: `built_view`, `built_table` and `keyed_table`. dbt's own `view`, `table` and
    `incremental` are as they always are.

    The build file is private to a run and is published whole, so no relation here needs what dbt's own ones do for readers
    beside them: a temporary table, a swap by renaming, a backup. One transaction a model takes a third of the time of
    dbt-duckdb's own. Contracts are enforced and hooks run; grants, indexes and persisted docs are not part of a build file.
-#}

{% materialization built_view, adapter="duckdb" -%}
    {%- set relation = this.incorporate(type="view") -%}
    {%- set statements -%}
        create or replace view {{ relation }} as ({{ sql }})
    {%- endset -%}
    {{ build_relation(statements) }}
    {{ return({"relations": [relation]}) }}
{%- endmaterialization %}


{% materialization built_table, adapter="duckdb" -%}
    {%- set relation = this.incorporate(type="table") -%}
    {{ build_relation(replaced_table(relation, sql)) }}
    {{ return({"relations": [relation]}) }}
{%- endmaterialization %}


{% materialization keyed_table, adapter="duckdb" -%}
    {#-
        A table that grows from build to build. All rows whose `unique_key` occurs in the model that `meta.replaced_in` names
        go, also where nothing new comes for them; then the new rows come. The SQL reads that model, or says `-- depends_on`.
        A post-hook may mend rows that stay.
    -#}
    {%- set relation = this.incorporate(type="table") -%}
    {%- set key = config.require("unique_key") -%}
    {%- set replaced_in = (config.get("meta") or {}).get("replaced_in") -%}
    {%- if not replaced_in -%}
        {{ exceptions.raise_compiler_error("a keyed_table names the model of replaced keys in meta.replaced_in") }}
    {%- endif -%}
    {%- if has_earlier_rows() -%}
        {%- set statements = rows_replaced_by_key(relation, sql, key=key, replaced_in=replaced_in) -%}
    {%- else -%}
        {%- set statements = replaced_table(relation, sql) -%}
    {%- endif -%}
    {{ build_relation(statements) }}
    {{ return({"relations": [relation]}) }}
{%- endmaterialization %}


{#- Run a model's statements and its hooks, the inner ones in one transaction with the statements. -#}
{% macro build_relation(statements) -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- call statement("main") -%}
        {{ statements }}
    {%- endcall -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
{%- endmacro %}


{#- True where this keyed_table holds rows of earlier builds, which a model may read as `this`. -#}
{% macro has_earlier_rows() -%}
    {{ return(execute and load_cached_relation(this) is not none and not should_full_refresh()) }}
{%- endmacro %}


{% macro replaced_table(relation, sql) -%}
    {%- if config.get("contract").enforced -%}
    {{ get_assert_columns_equivalent(sql) }}
    create or replace table {{ relation }} {{ get_table_columns_and_constraints() }};
    insert into {{ relation }} {{ get_column_names() }} ({{ get_select_subquery(sql) }})
    {%- else -%}
    create or replace table {{ relation }} as ({{ sql }})
    {%- endif -%}
{%- endmacro %}


{% macro rows_replaced_by_key(relation, sql, key, replaced_in) -%}
    {%- set columns = ([key] if key is string else key) | join(", ") -%}
    {%- if config.get("contract").enforced -%}
    {{ get_assert_columns_equivalent(sql) }}
    {%- endif %}
    delete from {{ relation }} where ({{ columns }}) in (select {{ "(" ~ columns ~ ")" }} from {{ ref(replaced_in) }});
    {%- if config.get("contract").enforced %}
    insert into {{ relation }} {{ get_column_names() }} ({{ get_select_subquery(sql) }})
    {%- else %}
    insert into {{ relation }} by name ({{ sql }})
    {%- endif -%}
{%- endmacro %}
