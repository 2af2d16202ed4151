{% set finite = "'(?i)\\b(was|were|is|are|has|had|have|would|will|did|does|could|should|must|might|cannot|can)\\b'" %}
{% set relative = "'(?i)(^|\\s)(who|which|whose|whom|where)\\b.*$'" %}

with quotes as (
    select
        *,
        len(regexp_extract_all(source, '[\pL\pN]+')) as n_source_words,
        len(regexp_extract_all(content, '[\pL\pN]+')) as n_content_words,
        regexp_matches(source, '[“”"«]|''''') as source_has_marks,
        regexp_matches(content, '[“”"«]|''''') as content_has_marks,
        regexp_matches(regexp_replace(source, {{ relative }}, ''), {{ finite }}) as source_is_clause,
        regexp_matches(regexp_replace(content, {{ relative }}, ''), {{ finite }}) as content_is_clause
    from {{ ref("int_quotes_judged") }}
    where source is not null
)

select
    article_id,
    quote_id,
    source as place,
    source as evidence,
    source_spans as evidence_spans,
    'this reads like what is said, not like who says it: are source and content exchanged?' as suggestion
from quotes
where
    (source_has_marks and not content_has_marks and n_source_words >= n_content_words)
    or (
        not content_is_clause
        and n_source_words > 3
        and n_content_words <= 12
        and (
            source_is_clause
            or regexp_matches(source, '(?i)^(that|whether|how|what|to|as|why|if|he|she|they|it|there)\s')
        )
    )
    or (
        n_source_words > 1
        and not source_has_marks
        and regexp_matches(
            content, '(?i)^(he|she|they|it|we|i|who|which|the (company|ministry|report|statement|group))$'
        )
    )
