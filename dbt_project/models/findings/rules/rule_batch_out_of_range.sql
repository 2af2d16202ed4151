with measures as (
    select * from {{ ref("batch_health") }}
    where is_out_of_range and batch_id in (select commits.batch_id from {{ ref("stg_lake__commits") }} as commits)
)

select
    batch_id,
    outlet_id,
    measure as place,
    concat_ws(', ', measure, coalesce(outlet, outlet_id, 'the whole batch'))
    || ': ' || round(value, 3) || ' of ' || n || ', where earlier batches let expect ' || round(expected_low, 3)
    || ' to ' || round(expected_high, 3) as evidence,
    'look at what this batch read from there: was the page or the feed changed?' as suggestion
from measures
