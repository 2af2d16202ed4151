"""Makes rows of `CHAIN_ROWS` for tests out of a few words per chain."""

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from pipelines.resolved import CHAIN_ROWS

PUBLISHED = datetime(2025, 3, 1, 8, tzinfo=UTC)


def article(
    article_id: str,
    chains: list[dict[str, Any]],
    *,
    published_at: datetime | None = PUBLISHED,
    outlet: str = "The Ledger",
) -> pa.Table:
    """Return the chains of one article: each a dict with `name` and whatever else is not the default.

    Everybody else in the article is a chain's company.
    """
    rows = []
    for number, chain in enumerate(chains):
        row: dict[str, Any] = {
            "article_id": article_id,
            "revision": 1,
            "local_entity_no": number,
            "spellings": [chain["name"]],
            "entity_type": "PERSON",
            "roles": [],
            "gender": None,
            "published_at": published_at,
            "outlet": outlet,
            "company": [other["name"] for at, other in enumerate(chains) if at != number],
            "owner": None,
            "home": None,
        }
        rows.append({**row, **chain})
    return pa.Table.from_pylist(rows, schema=CHAIN_ROWS)
