"""Across articles: how fast, in how much memory, from 10^4 quotes to 10^6; how right names and the same words are.

    python benchmarks/resolve.py entities 10000 100000 1000000 --out growth.jsonl
    python benchmarks/resolve.py utterances 10000 100000 1000000 --out growth.jsonl
    python benchmarks/resolve.py plot growth.jsonl docs/images/resolution-growth.svg
    python benchmarks/resolve.py pairs ../shared/train/names/opensanctions_name_pairs.csv
    python benchmarks/resolve.py news DATA --pairs 40 --seed 2026
    python benchmarks/resolve.py batch DATA

For each number of quotes `entities` resolves a fifth as many distinct names and `utterances` as many quotes, first from
nothing and then 1,000 quotes more, each size in processes of its own. One line of JSON per size: seconds of the clock
(for utterances with reading and writing), of the processor, and peak memory.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from resolving import batch, entities, growth, name_pairs, news, utterances
from run import write_new_files

NAMES_PER_QUOTE = 0.2


def main() -> None:
    """Run what the command line asks for."""
    options = read_options()
    if options.command == "pairs":
        name_pairs.measure_pairs(options.path, is_listing=options.list)
    elif options.command == "news":
        news.measure_news(options.data, pairs=options.pairs, seed=options.seed)
    elif options.command == "batch":
        batch.measure_batch(options.data, lambda raw: write_new_files(raw, 0))
    elif options.command == "plot":
        growth.plot(options.lines, options.picture)
    elif options.command == "measure":
        print(json.dumps(measure(*options.what)))
    else:
        for quotes in options.sizes:
            figures = measure_size(options.command, quotes)
            print(json.dumps(figures), flush=True)
            if options.out:
                with options.out.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(figures) + "\n")


def measure_size(part: str, quotes: int) -> dict[str, Any]:
    """Return the figures of one part at one size."""
    if part == "entities":
        return run("entities", str(quotes))
    return utterances.measure_growth(quotes, lambda folders: run("utterances", *folders))


def measure(part: str, *what: str) -> dict[str, Any]:
    """Measure in this process."""
    if part == "entities":
        return entities.measure_scale(names=int(int(what[0]) * NAMES_PER_QUOTE), quotes=int(what[0]))
    prints, out, *known = map(Path, what)
    return utterances.measure(prints, known[0] if known else None, out)


def run(*what: str) -> dict[str, Any]:
    """Measure in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "measure", *what], check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def read_options() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for part in ("entities", "utterances"):
        command = commands.add_parser(part)
        command.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
        command.add_argument("--out", type=Path, help="a file to which the lines are added")
    pairs = commands.add_parser("pairs")
    pairs.add_argument("path", type=Path)
    pairs.add_argument("--list", action="store_true", help="list every pair that fails")
    drawing = commands.add_parser("news")
    drawing.add_argument("data", type=Path)
    drawing.add_argument("--pairs", type=int, default=40)
    drawing.add_argument("--seed", type=int, default=2026)
    commands.add_parser("batch").add_argument("data", type=Path)
    plotting = commands.add_parser("plot")
    plotting.add_argument("lines", type=Path)
    plotting.add_argument("picture", type=Path)
    commands.add_parser("measure").add_argument("what", nargs="+")
    return parser.parse_args()


if __name__ == "__main__":
    main()
