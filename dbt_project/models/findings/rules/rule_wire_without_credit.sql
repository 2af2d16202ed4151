{% set agencies = wire_forms() %}

with articles as (
    select
        *,
        substring(text, cast(body_start_char + 1 as bigint), 200) as opening,
        right(text, 300) as ending
    from {{ ref("articles") }}
    where
        wire_credit is null
        and article_id in (select touched.article_id from {{ ref("int_articles_touched") }} as touched)
),

credited as (
    select
        *,
        coalesce(
            nullif(regexp_extract(opening, '(?m)^[^a-z(\n]{2,60}(?:[^(\n]{0,40})\((?:{{ agencies }})\)\s*[-–—:]'), ''),
            nullif(regexp_extract(opening, '(?m)^\s*\((?:{{ agencies }})\)\s*[-–—:]'), ''),
            nullif(regexp_extract(ending, '(?:©|\([cC]\)|[Cc]opyright)\s*(?:\d{4}\s*)?(?:{{ agencies }})\b[^\n]*'), ''),
            nullif(regexp_extract(ending, '\n\s*[-–—(]?\s*(?:{{ agencies }})\s*\)?\s*$'), ''),
            nullif(regexp_extract(ending, '\((?:Reporting|Writing) by [^)]*\)'), ''),
            nullif(regexp_extract(byline, '(?:^|\b)(?:{{ agencies }})$'), '')
        ) as printed
    from articles
)

select
    article_id,
    trim(printed) as place,
    trim(printed) as evidence,
    case
        when contains(text, trim(printed))
            then
                [struct_pack(
                    start_char := cast(strpos(text, trim(printed)) - 1 as bigint),
                    end_char := cast(strpos(text, trim(printed)) - 1 + length(trim(printed)) as bigint)
                )]
    end as evidence_spans,
    'credit the agency whose text this is' as suggestion
from credited
where printed is not null
