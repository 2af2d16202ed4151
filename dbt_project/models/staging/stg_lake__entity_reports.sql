with source as (
    {{ lake_rows("entity_reports") }}
)

select
    batch_id,
    source,
    row_no,
    reason_code,
    detail
from source
