{{ config(materialized="built_table") }}

with annotations as (
    select * from {{ ref("int_annotations_ranked_by_batch") }}
),

revisions as (
    select
        article_id,
        revision,
        outlet_id,
        outlet,
        text
    from {{ ref("article_revisions") }}
),

quotes as (
    select
        *,
        coalesce(resolution_path[1] like 'pronoun:%', false) as has_pronoun,
        source is not null and not coalesce(resolution_path[1] like 'nominal:%', false) as is_to_be_named,
        speaker is null and len(list_filter(resolution_path, lambda step: step like 'nominal:%')) = 0 as is_nobody
    from {{ ref("stg_lake__quotes") }}
    where not is_repeat
),

counted as (
    select
        article_id,
        revision,
        batch_id,
        reader_version,
        count(*) as n_quotes,
        count(*) filter (where speaker is null) as n_unattributed,
        count(*) filter (where has_pronoun) as n_pronouns,
        count(*) filter (where has_pronoun and is_nobody) as n_unresolved,
        count(*) filter (where is_to_be_named) as n_to_be_named,
        count(*) filter (where is_to_be_named and is_nobody) as n_lost
    from quotes
    group by all
)

select
    annotations.article_id,
    annotations.batch_id,
    revisions.outlet_id,
    revisions.outlet,
    -- words are counted by the blanks between them: bytes with and without, for bytes are quick to count
    1 + strlen(revisions.text) - strlen(replace(replace(revisions.text, ' ', ''), chr(10), '')) as n_words,
    coalesce(counted.n_quotes, 0) as n_quotes,
    coalesce(counted.n_unattributed, 0) as n_unattributed,
    coalesce(counted.n_pronouns, 0) as n_pronouns,
    coalesce(counted.n_unresolved, 0) as n_unresolved,
    coalesce(counted.n_to_be_named, 0) as n_to_be_named,
    coalesce(counted.n_lost, 0) as n_lost
from annotations
inner join revisions on annotations.article_id = revisions.article_id and annotations.revision = revisions.revision
left join counted
    on
        annotations.article_id = counted.article_id
        and annotations.revision = counted.revision
        and annotations.batch_id = counted.batch_id
        and annotations.reader_version = counted.reader_version
