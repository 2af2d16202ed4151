-- One row per outlet and month of publication: whom the outlet's articles quote. A statement is a quote that is no
-- repeat inside its article; a speaker is an entity, or a printed name that is no entity's.
{% set most = 10 %}

with statements as (
    select
        quotes.outlet_id,
        cast(date_trunc('month', quotes.published_at) as date) as month,
        coalesce(quotes.speaker_entity_id, quotes.speaker) as speaker,
        quotes.speaker_entity_type as entity_type,
        entities.gender,
        entities.role_kind
    from {{ ref("quotes") }} as quotes
    left join {{ ref("entities") }} as entities on quotes.speaker_entity_id = entities.entity_id
    where
        quotes.outlet_id is not null
        and quotes.published_at is not null
        and not quotes.is_repeat
        and not quotes.is_refuted
),

articles as (
    select
        outlet_id,
        cast(date_trunc('month', published_at) as date) as month,
        count(*) as n_articles,
        any_value(outlet) as outlet
    from {{ ref("articles") }}
    where outlet_id is not null and published_at is not null
    group by all
),

speakers as (
    select
        outlet_id,
        month,
        speaker,
        any_value(entity_type) as entity_type,
        any_value(gender) as gender,
        any_value(role_kind) as role_kind,
        count(*) as n_statements
    from statements
    where speaker is not null
    group by outlet_id, month, speaker
),

ranked as (
    select
        *,
        row_number() over (partition by outlet_id, month order by n_statements desc, speaker asc) as rank,
        n_statements / sum(n_statements) over (partition by outlet_id, month) as share,
        month = min(month) over (partition by outlet_id, speaker) as is_new
    from speakers
),

counted as (
    select
        outlet_id,
        month,
        count(*) as n_speakers,
        count(*) filter (where is_new) as n_new_speakers,
        cast(sum(n_statements) as bigint) as n_attributed,
        {%- for name, is_so in [
            ("women", "gender = 'female'"),
            ("men", "gender = 'male'"),
            ("gender_unknown", "gender is null"),
        ] %}
        count(*) filter (where entity_type = 'PERSON' and {{ is_so }}) as n_{{ name }},
        cast(coalesce(sum(n_statements) filter (where entity_type = 'PERSON' and {{ is_so }}), 0) as bigint)
            as n_statements_{{ name }},
        {%- endfor %}
        count(*) filter (where entity_type <> 'PERSON') as n_not_persons,
        coalesce(sum(share) filter (where rank <= {{ most }}), 0) as share_of_ten_most_quoted,
        max(share) as share_of_most_quoted,
        exp(-sum(share * ln(share))) as effective_speakers
    from ranked
    group by outlet_id, month
),

kinds as (
    select
        outlet_id,
        month,
        role_kind,
        count(*) as n_speakers,
        cast(sum(n_statements) as bigint) as n_statements
    from speakers
    group by outlet_id, month, role_kind
),

kind_lists as (
    select
        outlet_id,
        month,
        list(
            struct_pack(
                role_kind := coalesce(role_kind, 'unknown'), n_speakers := n_speakers, n_statements := n_statements
            )
            order by n_statements desc, role_kind asc nulls last
        ) as role_kinds
    from kinds
    group by outlet_id, month
),

totals as (
    select
        outlet_id,
        month,
        count(*) as n_statements
    from statements
    group by outlet_id, month
)

select
    articles.outlet_id,
    articles.outlet,
    articles.month,
    articles.n_articles,
    totals.n_statements,
    counted.n_attributed,
    counted.n_speakers,
    counted.n_new_speakers,
    {%- for name in ["women", "men", "gender_unknown"] %}
    counted.n_{{ name }},
    counted.n_statements_{{ name }},
    {%- endfor %}
    counted.n_not_persons,
    counted.n_women / nullif(counted.n_women + counted.n_men, 0) as share_of_women,
    counted.share_of_ten_most_quoted,
    counted.share_of_most_quoted,
    counted.effective_speakers,
    kind_lists.role_kinds
from counted
inner join articles on counted.outlet_id = articles.outlet_id and counted.month = articles.month
inner join totals on counted.outlet_id = totals.outlet_id and counted.month = totals.month
inner join kind_lists on counted.outlet_id = kind_lists.outlet_id and counted.month = kind_lists.month
