-- One row per print of an utterance. Of words that copies alone print, such as those that an outlet adds to wire copy, the
-- first print counts as none.
with added as (
    select utterance_id, first(article_id order by published_at, row) as article_id
    from members group by utterance_id having bool_and(is_copy)
)
select members.* replace (is_copy and added.article_id is null as is_copy)
from members left join added using (utterance_id, article_id)
