"""Names that are printed in so many articles that they tell nothing about those printed with them."""

from collections import Counter
from collections.abc import Iterable

import pyarrow.compute as pc

from pipelines.resolve.entities.chains import Chain, articles_of, fold_name
from pipelines.resolve.entities.known.known_entities import KnownEntities

COMMONPLACE_SHARE = 0.05  # of all articles: a president, a capital
MIN_ARTICLES = 200  # below which no name is commonplace: a share of few articles is chance


def commonplace_names(chains: Iterable[Chain], known: KnownEntities) -> frozenset[str]:
    """Return the folded names that are printed in so many articles, known and new, that they tell nothing."""
    articles = articles_of(chains)
    counts: Counter[str] = Counter()
    for found in articles.values():
        counts.update({name for chain in found for name in chain.company})
    total = len(articles) + known.articles
    if total < MIN_ARTICLES:
        return frozenset()
    frequent = known.entities.filter(pc.field("chains") > COMMONPLACE_SHARE * total / 2)
    for row in frequent.to_pylist():
        counts.update(dict.fromkeys({fold_name(name) for name in row["full_names"]}, row["chains"]))
    return frozenset(name for name, number in counts.items() if number > COMMONPLACE_SHARE * total)
