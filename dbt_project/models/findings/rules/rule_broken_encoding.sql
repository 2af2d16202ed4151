{#-
    What UTF-8 looks like when it is read as Windows-1252 or Latin-1 (a lead byte as a letter, then bytes 80 to BF as signs that do
    not follow letters), its quotation marks in Mac Roman and Windows-1251, a question mark in place of an apostrophe ("It?s"), what a
    decoder prints where it gave up, entities that were escaped twice, control characters.
-#}
{% set trail = "[\\x{80}-\\x{BF}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]" %}
{% set broken = "(?:" ~ [
    "[ÂÃÄÅÐÑ]" ~ trail,
    "â" ~ trail ~ "{1,2}",
    "â€",
    "‚Ä[úùôòìî¶]",
    "вЂ",
    "\\p{L}\\?(?:s|t|re|ve|ll)[\\s.,;]",
    "ï¿½",
    "ï»¿",
    "\\x{FFFD}",
    "&amp;[a-z#0-9]+;",
    "&(?:[lr][sd]quo|nbsp|quot|amp|#\\d+);",
    "[\\x{01}-\\x{08}\\x{0B}\\x{0E}-\\x{1F}\\x{80}-\\x{9F}]",
] | join("|") ~ ")" %}

with articles as (
    select
        article_id,
        text,
        regexp_extract(text, '[^\s]{0,20}{{ broken }}[^\s]{0,20}') as printed,
        len(regexp_extract_all(text, '{{ broken }}')) as n_places
    from {{ ref("articles") }}
    where article_id in (select touched.article_id from {{ ref("int_articles_touched") }} as touched)
)

select
    article_id,
    printed as place,
    printed as evidence,
    [struct_pack(
        start_char := cast(strpos(text, printed) - 1 as bigint),
        end_char := cast(strpos(text, printed) - 1 + length(printed) as bigint)
    )] as evidence_spans,
    n_places || ' such places: read the file with its right encoding' as suggestion
from articles
where n_places > 0
