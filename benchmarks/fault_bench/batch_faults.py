"""Faults of a whole batch: a lake with a history of batches, and then ones in which half of something is lost.

A batch holds invented prints of the gold's shorter articles by four outlets. After a history without faults every other
batch is spoilt, the kinds by turns; the same lake without faults is what it is compared with.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.fault_bench.faults import SEED
from benchmarks.fault_bench.judged import Batch
from benchmarks.fault_bench.source_faults import REMOVED
from benchmarks.fault_bench.variants import Variant, unbind

OUTLETS = 4
ARTICLES = 20  # of an outlet in a batch
HISTORY = 12  # batches before the first fault
MOST_QUOTES = 14  # of an article: short ones cost less
PRONOUNS = frozenset(["he", "she", "they"])
Spoil = Callable[[Sequence[Variant], random.Random], None]


@dataclass(frozen=True)
class BatchFault:
    """A kind of fault and the batch that it spoils."""

    kind: str
    batch_no: int


def speakers_lost(variants: Sequence[Variant], chance: random.Random) -> None:
    """Half of the quotes that have a speaker lose it."""
    named = [quote for variant in variants for quote in variant.quotes if quote["speaker"]]
    for quote in chance.sample(named, len(named) // 2):
        unbind(quote)


def pronouns_unresolved(variants: Sequence[Variant], chance: random.Random) -> None:
    """Three of four pronouns are nobody's."""
    bound = [q for v in variants for q in v.quotes if q["speaker"] and (q["source"] or "").lower() in PRONOUNS]
    for quote in chance.sample(bound, 3 * len(bound) // 4):
        unbind(quote)


def quotes_lost(variants: Sequence[Variant], chance: random.Random) -> None:
    """Half of the quotes are not there."""
    places = [(number, quote["quote_no"]) for number, variant in enumerate(variants) for quote in variant.quotes]
    lost = set(chance.sample(places, len(places) // 2))
    for number, variant in enumerate(variants):
        variant.quotes = [quote for quote in variant.quotes if (number, quote["quote_no"]) not in lost]


def removed(what: str) -> Spoil:
    """Half of the articles lose their outlet, date, link or byline."""

    def spoil(variants: Sequence[Variant], chance: random.Random) -> None:
        for variant in chance.sample(variants, len(variants) // 2):
            variant.article.update(REMOVED[what])

    return spoil


def files_rejected(variants: Sequence[Variant], chance: random.Random) -> None:
    """As many files are rejected as there are articles: nothing in these changes."""


BATCH_FAULTS: dict[str, Spoil] = {
    "batch_speakers_lost": speakers_lost,
    "batch_quotes_lost": quotes_lost,
    "batch_pronouns_unresolved": pronouns_unresolved,
    "batch_dates_lost": removed("date"),
    "batch_bylines_lost": removed("byline"),
    "batch_links_lost": removed("link"),
    "batch_outlets_lost": removed("outlet"),
    "batch_files_rejected": files_rejected,
}


def plan(most: int) -> list[BatchFault]:
    """Return `most` faults of each kind: one in every other batch after the history."""
    kinds = list(BATCH_FAULTS)
    return [BatchFault(kinds[n % len(kinds)], HISTORY + 2 * n) for n in range(most * len(kinds))]


def batches(
    clean: Sequence[Variant], planned: Sequence[BatchFault], *, spoilt: bool, seed: int = SEED
) -> Iterator[Batch]:
    """Yield the batches of the lake, without or with its faults; the articles are the same."""
    short = [_without_mentions(variant) for variant in clean if 3 <= len(variant.quotes) <= MOST_QUOTES]
    kinds = {fault.batch_no: fault.kind for fault in planned}
    for batch_no in range(2 + max(kinds)):
        chance = random.Random(f"{seed} {batch_no}")
        articles = [
            (f"{batch_no:04x}{outlet_no:04x}{number:08x}", _print(chance.choice(short), outlet_no))
            for outlet_no in range(OUTLETS)
            for number in range(ARTICLES)
        ]
        rejected = chance.randint(0, 3)
        if spoilt and batch_no in kinds:
            BATCH_FAULTS[kinds[batch_no]]([variant for _, variant in articles], chance)
            rejected += len(articles) if kinds[batch_no] == "batch_files_rejected" else 0
        yield Batch(batch_id(batch_no), articles, rejected)


def batch_id(batch_no: int) -> str:
    """Return the batch's name; names sort by number."""
    return f"202602{1 + batch_no // 24:02d}T{batch_no % 24:02d}0000Z-{batch_no:04x}"


def _print(variant: Variant, outlet_no: int) -> Variant:
    printed = variant.copy()
    domain = f"outlet{outlet_no}.example"
    printed.article.update(outlet=f"Outlet {outlet_no}", outlet_domain=domain, url=f"https://{domain}/news")
    return printed


def _without_mentions(variant: Variant) -> Variant:
    """Batches are measured by articles and quotes alone; a sentence says that the article is annotated."""
    return replace(variant, mentions=[], sentences=variant.sentences[:1])
