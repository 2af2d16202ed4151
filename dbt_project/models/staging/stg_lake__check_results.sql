with source as (
    {{ lake_rows("check_results") }}
)

select
    batch_id,
    {{ utc("checked_at") }} as checked_at,
    layer,
    table_name,
    suite,
    rule,
    description,
    severity,
    is_blocking,
    passed,
    n_rows,
    n_failed,
    error
from source
