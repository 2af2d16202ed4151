"""How many wrong attributions the checks find, and how often they accuse right ones.

    python benchmarks/faults.py [--most 100] [--seed N] [--json FILE] [--gold ../shared/gold] [--keep DIR]

Takes articles whose attributions are known right (the development gold beside the repository, and the sample of
data/raw/sample as the reader reads it; the sample alone where the gold is absent), puts one fault at a time into a copy
of one, and builds the warehouse from all copies with the project's own dbt models. A fault counts as found where a rule
that describes it (fault_bench/kinds.csv) points at the faulted quote, article or batch and does not in the clean copy.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.fault_bench.account import as_json, in_words
from benchmarks.fault_bench.across_faults import across_faults
from benchmarks.fault_bench.faults import SEED, Fault, inject
from benchmarks.fault_bench.gold import SHARED, read_gold, read_sample
from benchmarks.fault_bench.lakes import judge_across, judge_alone, judge_batches
from benchmarks.fault_bench.source_faults import SOURCE_FAULTS
from benchmarks.fault_bench.span_faults import SPAN_FAULTS
from benchmarks.fault_bench.speaker_faults import speaker_faults
from benchmarks.fault_bench.variants import Variant, annotated

MOST_BATCHES = 8  # faults of a kind that spoil a whole batch: each costs two batches


def faults_alone(variants: Sequence[Variant], most: int, *, seed: int = SEED) -> list[Fault]:
    """Return at most `most` faults of each kind that an article shows by itself."""
    kinds = {**SPAN_FAULTS, **speaker_faults(variants), **SOURCE_FAULTS}
    return [fault for kind, make in kinds.items() for fault in inject(kind, make, variants, most, seed=seed)]


def main() -> None:
    """Run the benchmark and print its account."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=100, help="faults of a kind")
    parser.add_argument("--seed", type=int, default=SEED, help="another draws other faults")
    parser.add_argument("--json", type=Path, help="write the account there, too")
    parser.add_argument("--gold", type=Path, default=SHARED)
    parser.add_argument("--keep", type=Path, help="folder for the lakes and warehouses, kept; names what was missed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="whosaid-faults-") as temporary:
        run(options.keep or Path(temporary), options)


def run(folder: Path, options: argparse.Namespace) -> None:
    """Read, inject, judge, print."""
    started = time.perf_counter()
    gold, sample = read_gold(options.gold), read_sample()
    if not gold:
        print(f"no gold in {options.gold}: the sample alone, whose attributions nobody has marked")
    variants = [annotated(case) for case in [*gold, *sample]]
    print(f"{len(variants)} clean articles, {sum(len(v.quotes) for v in variants):,} quotes", flush=True)
    known_right = [case.origin for case in gold] or ["sample"]
    most, seed = options.most, options.seed
    tallies, clean = judge_alone(folder / "alone", variants, faults_alone(variants, most, seed=seed), known_right)
    tallies |= judge_across(folder / "across", across_faults(variants, most, seed=seed))
    tallies |= judge_batches(folder / "batches", variants, min(most, MOST_BATCHES), seed=seed)
    print(in_words(tallies, clean))
    for kind, tally in tallies.items() if options.keep else ():
        print(*(f"missed: {kind} {place}" for place in tally.missed), sep="\n", end="\n" if tally.missed else "")
    print(f"{time.perf_counter() - started:.0f} s")
    if options.json:
        options.json.write_text(json.dumps(as_json(tallies, clean), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
