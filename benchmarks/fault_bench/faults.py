"""A fault, and how faults of a kind are picked: from as many articles as there are, with a fixed seed."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from benchmarks.fault_bench.variants import Variant

SEED = 20260131


@dataclass(frozen=True)
class Fault:
    """One thing wrong: `faulted` differs from `clean` in it; both hold one article, or the prints of one quotation.

    A finding points at the fault where it is about article number `at` and one of `quotes`; of the article, where
    `quotes` is empty.
    """

    kind: str
    clean: Sequence[Variant]
    faulted: Sequence[Variant]
    at: int = 0
    quotes: frozenset[int] = frozenset()


Injector = Callable[[Variant, random.Random], Iterator[Fault]]
"""Yields faults of one kind that can be put into a clean variant, in any number."""


def inject(kind: str, make: Injector, variants: Sequence[Variant], most: int, *, seed: int = SEED) -> list[Fault]:
    """Return at most `most` faults of a kind, spread over the articles and the quotes in them."""
    chance = random.Random(f"{seed} {kind}")
    of_article = [make(variant.shuffled(chance), chance) for variant in chance.sample(variants, len(variants))]
    return list(islice(_in_turn(of_article), most))


def _in_turn(of_article: Sequence[Iterator[Fault]]) -> Iterator[Fault]:
    """Yield one fault of each article, then the next of each that has more."""
    left = list(of_article)
    while left:
        for faults in [*left]:
            fault = next(faults, None)
            if fault is None:
                left.remove(faults)
            else:
                yield fault


def one(kind: str, clean: Variant, faulted: Variant, *quotes: int) -> Fault:
    """Return a fault in one article, at the quotes of these numbers."""
    return Fault(kind, (clean,), (faulted,), 0, frozenset(quotes))
