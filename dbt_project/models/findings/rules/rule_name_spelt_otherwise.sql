-- A spelling printed once or twice, by one outlet, a letter or three away from another spelling of the same name, which
-- is printed more often, or as often and not later: where no date tells which came first, each is told of.
with mentions as (
    select * from {{ ref("entity_mentions") }}
    where
        article_id in (select compared.article_id from {{ ref("int_articles_compared") }} as compared)
        and form = 'name'
        and entity_type = 'PERSON'
        and contains(text, ' ')
),

aliases as (
    select * from {{ ref("entity_aliases") }}
    where contains(alias, ' ') and n_mentions > 0
),

met as (
    select
        mentions.*,
        others.alias as usual,
        others.n_mentions
    from mentions
    inner join aliases on mentions.entity_id = aliases.entity_id and mentions.text = aliases.alias
    inner join aliases as others
        on aliases.entity_id = others.entity_id
    where
        (
            aliases.n_mentions < others.n_mentions
            or (
                aliases.n_mentions = others.n_mentions
                and coalesce(aliases.first_seen >= others.first_seen, true)
            )
        )
        and aliases.n_mentions <= {{ rare_spelling() }}
        and len(aliases.outlets) <= 1
        and {{ is_near_spelling("aliases.alias", "others.alias") }}
)

select
    article_id,
    text as place,
    text || ' / ' || usual as evidence,
    [struct_pack(start_char := cast(start_char as bigint), end_char := cast(end_char as bigint))] as evidence_spans,
    'elsewhere spelt ' || usual as suggestion
from met
qualify row_number() over (partition by article_id, text order by start_char asc, n_mentions desc, usual asc) = 1
