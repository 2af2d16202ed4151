{{ config(materialized="built_table") }}

{% set rules = [
    "words_not_in_article",
    "spans_out_of_order",
    "words_cut",
    "content_edges",
    "content_runs_on",
    "marks_unbalanced",
    "quotes_overlap",
    "words_between_quotations",
    "source_inside_content",
    "source_is_no_source",
    "speaker_inside_content",
    "speaker_missing",
    "speaker_never_named",
    "speaker_is_no_speaker",
    "source_names_another",
    "pronoun_disagrees",
    "speaker_out_of_focus",
    "speaker_nearly_tied",
    "first_person",
    "paragraph_repeated",
    "broken_encoding",
    "annotation_missing",
    "source_of_article_missing",
    "date_in_future",
    "speaker_conflict",
    "chain_conflict",
    "attribution_dropped",
    "quoted_words_changed",
    "quotation_cut_otherwise",
    "words_from_elsewhere",
    "copy_without_credit",
    "address_shared",
    "name_spelt_otherwise",
    "wire_without_credit",
    "batch_out_of_range",
    "correction_lost",
    "corrections_differ",
] %}

with found as (
    select
        cast(null as varchar) as rule,
        cast(null as varchar) as article_id,
        cast(null as varchar) as quote_id,
        cast(null as varchar) as other_article_id,
        cast(null as varchar) as other_quote_id,
        cast(null as varchar) as batch_id,
        cast(null as varchar) as outlet_id,
        cast(null as varchar) as place,
        cast(null as varchar) as evidence,
        cast(null as struct(start_char bigint, end_char bigint)[]) as evidence_spans,
        cast(null as struct(start_char bigint, end_char bigint)[]) as other_evidence_spans,
        cast(null as varchar) as suggestion
    where false
    {%- for rule in rules %}
    union all by name
    select
        '{{ rule }}' as rule,
        *
    from {{ ref("rule_" ~ rule) }}
    {%- endfor %}
),

rules as (
    {{ rule_rows() }}
),

-- the same words may stand at several places of an article: they are told apart by their order in it
numbered as (
    select
        *,
        row_number() over (
            partition by rule, article_id, other_article_id, batch_id, outlet_id, place
            order by evidence_spans[1].start_char, quote_id, other_quote_id
        ) as place_no
    from found
),

articles as (
    select
        article_id,
        revision,
        outlet_id,
        outlet,
        url
    from {{ ref("articles") }}
)

select
    left(
        md5(
            concat_ws(
                chr(31),
                numbered.rule,
                coalesce(numbered.article_id, numbered.batch_id),
                coalesce(numbered.other_article_id, numbered.outlet_id, ''),
                numbered.place,
                numbered.place_no
            )
        ),
        16
    ) as finding_id,
    numbered.rule,
    rules.severity,
    rules.scope,
    numbered.article_id,
    articles.revision,
    numbered.quote_id,
    numbered.other_article_id,
    numbered.other_quote_id,
    numbered.batch_id,
    coalesce(numbered.outlet_id, articles.outlet_id) as outlet_id,
    articles.outlet,
    numbered.evidence,
    coalesce(numbered.evidence_spans, []) as evidence_spans,
    coalesce(numbered.other_evidence_spans, []) as other_evidence_spans,
    numbered.suggestion,
    case
        when numbered.article_id is not null
            then
                'whosaid show '
                || numbered.article_id
                || coalesce(
                    ':' || numbered.evidence_spans[1].start_char || '-' || numbered.evidence_spans[-1].end_char, ''
                )
    end as link,
    articles.url
from numbered
inner join rules on numbered.rule = rules.rule
left join articles on numbered.article_id = articles.article_id
