"""What is wrong with predicted attributions, counted by kind, and figures by outlet.

    python -m training.errors GOLD PRED --scorer ../shared/score/score.py [--show KIND] [--seed 1] [--most 10]

GOLD and PRED are in the scorer's format; an outlet is what stands before the first underscore of a doc_id. Every gold
attribution has one outcome, the first that fits of: right (content and source word for word), missed (no predicted
content shares a word), swallowed (the best prediction covers another gold attribution too), cut (two predictions share
it), border (content found, its words differ), source (content right, source not), apart (the best overlap is under a
half). Every prediction without a gold partner is extra: beside nothing, or in words that a gold content has. --show
prints some of a kind, picked at random, to read; what it prints is the gold's and stays out of the repository.
"""

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from training.scorer import load_scorer

Quote = dict[str, Any]
FOUND = 0.5


@dataclass(frozen=True)
class Outcome:
    """One gold attribution or, where `gold` is None, one prediction of `doc_id` that has no partner."""

    kind: str
    doc_id: str
    gold: Quote | None
    predicted: Quote | None


def outcomes(scorer: ModuleType, gold: dict[str, Any], found: dict[str, Any]) -> Iterator[Outcome]:
    """The outcomes of one document."""
    owner = scorer.word_index(gold["text"])
    wanted = [_in_words(scorer, q, owner) for q in gold["quotes"]]
    predicted = [_in_words(scorer, q, owner) for q in found["quotes"]]
    pairs = scorer.best_pairs(predicted, wanted, lambda q: q["content"], FOUND)
    partner = {j: i for i, j in pairs}
    for number, quote in enumerate(wanted):
        touching = [i for i, p in enumerate(predicted) if p["content"] & quote["content"]]
        kind = _kind(quote, predicted[partner[number]] if number in partner else None)
        if number not in partner and touching:
            best = max(touching, key=lambda i: len(predicted[i]["content"] & quote["content"]))
            others = sum(bool(w["content"] & predicted[best]["content"]) for w in wanted)
            kind = "swallowed" if others > 1 else "cut" if len(touching) > 1 else "apart"
            partner[number] = best
        if quote["content"]:
            place = partner.get(number)
            yield Outcome(
                kind, gold["doc_id"], gold["quotes"][number], None if place is None else found["quotes"][place]
            )
    matched = {i for i, _ in pairs}
    for number, quote in enumerate(predicted):
        if number not in matched and quote["content"]:
            is_beside = any(w["content"] & quote["content"] for w in wanted)
            kind = "extra, in words of a gold content" if is_beside else "extra, beside nothing"
            yield Outcome(kind, gold["doc_id"], None, found["quotes"][number])


def _in_words(scorer: ModuleType, quote: Quote, owner: list[int]) -> Quote:
    return {role: scorer.words(quote.get(role), owner) for role in ("content", "source")}


def _kind(wanted: Quote, predicted: Quote | None) -> str:
    if predicted is None:
        return "missed"
    if predicted["content"] != wanted["content"]:
        return "border"
    if predicted["source"] == wanted["source"]:
        return "right"
    if not predicted["source"] or not wanted["source"]:
        return "source, missing or too many"
    return "source, other words" if predicted["source"] & wanted["source"] else "source, another"


def print_counts(found: list[Outcome]) -> None:
    """Outcomes by kind of gold attribution."""
    kinds = ["direct", "mixed", "indirect", None]
    counts = Counter((o.kind, o.gold["kind"] if o.gold else None) for o in found)
    print("\n| outcome | direct | mixed | indirect | not in the gold |\n|---|---|---|---|---|")
    for kind in sorted({o.kind for o in found}, key=lambda k: -sum(counts[k, of] for of in kinds)):
        print(f"| {kind} | " + " | ".join(f"{counts[kind, of] or ''}" for of in kinds) + " |")


def print_outlets(scorer: ModuleType, gold: dict[str, Any], found: dict[str, Any]) -> None:
    """The main figures of each outlet, most attributions first."""
    by_outlet: dict[str, dict[str, Any]] = defaultdict(dict)
    for doc_id, row in gold.items():
        by_outlet[doc_id.split("_")[0]][doc_id] = row
    results = {outlet: scorer.score(rows, found) for outlet, rows in by_outlet.items()}
    print("\n| outlet | attributions | content exact | found | linked | linked exact |\n|---|---|---|---|---|---|")
    for outlet, result in sorted(results.items(), key=lambda item: -item[1]["quotes"]["linked"]["gold"]):
        figures = [result["spans"]["content"]["exact"]["f1"]]
        figures += [result["quotes"][k]["f1"] for k in ("content_found", "linked", "linked_exact")]
        count = result["quotes"]["linked"]["gold"]
        print(f"| {outlet} | {count} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")


def show(outcome: Outcome, text: str) -> None:
    """Print one outcome with what stands around it."""
    spans = [s for q in (outcome.gold, outcome.predicted) if q for s in q["content"]]
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    print(f"\n-- {outcome.kind}, {outcome.doc_id}\n{' '.join(text[max(0, start - 160) : end + 160].split())}")
    for name, quote in (("gold", outcome.gold), ("read", outcome.predicted)):
        if quote:
            print(f"   {name}:", {r: [text[s:e] for s, e in quote[r]] for r in ("source", "cue", "content")})


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("pred", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--show")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=10)
    options = parser.parse_args()
    scorer = load_scorer(options.scorer)
    gold, found = scorer.read(options.gold), scorer.read(options.pred)
    all_found = [o for doc_id, row in gold.items() for o in outcomes(scorer, row, found.get(doc_id, {"quotes": []}))]
    if options.show:
        generator = random.Random(options.seed)  # noqa: S311 - picks what to read
        some = [
            o for o in all_found if o.kind.startswith(options.show) or (options.show == "any" and o.kind != "right")
        ]
        for outcome in generator.sample(some, min(options.most, len(some))):
            show(outcome, gold[outcome.doc_id]["text"])
        return
    print_counts(all_found)
    print_outlets(scorer, gold, found)


if __name__ == "__main__":
    main()
