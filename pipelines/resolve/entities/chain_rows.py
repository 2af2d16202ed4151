"""The named chains of articles, a row each, out of the lake's mentions. Not here: who they are (`resolve`)."""

from importlib.resources import files

import pyarrow as pa

from pipelines.resolve.arrow.queries import connect
from pipelines.resolved import CHAIN_ROWS


def chain_rows_from(mentions: pa.Table, articles: pa.Table) -> pa.Table:
    """Return the rows of `CHAIN_ROWS` of the articles that `mentions` (`records.MENTIONS`) are of.

    Of an article that was annotated more than once the latest revision and batch counts. A chain's gender is that of
    its pronouns, where they agree; date and outlet are those of the article's row in `articles` (`records.ARTICLES`),
    null where there is none. Chains without a name are left out.
    """
    query = (files(__package__) / "chain_rows.sql").read_text(encoding="utf-8")
    with connect() as connection:
        connection.register("mentions", mentions)
        connection.register("articles", articles)
        return pa.table(connection.sql(query).to_arrow_table().select(CHAIN_ROWS.names).cast(CHAIN_ROWS))
