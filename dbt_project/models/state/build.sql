-- depends_on: {{ ref("lake_commits") }}
select
    cast('{{ var("fingerprint") }}' as varchar) as fingerprint,
    cast('{{ var("whosaid_version") }}' as varchar) as whosaid_version,
    {{ built_at() }} as built_at
