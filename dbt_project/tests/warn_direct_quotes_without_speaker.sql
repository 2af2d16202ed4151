-- Words in quotation marks that nobody is found to have said: worth a look, not wrong by itself.
-- Rows of this build only.
{{ config(severity="warn") }}

select
    quote_id,
    content,
    source
from {{ ref("quotes") }}
where
    kind = 'direct'
    and source is null
    and speaker is null
    and batch_id in (select commits.batch_id from {{ ref("stg_lake__commits") }} as commits)
