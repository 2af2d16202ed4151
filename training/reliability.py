"""How far a score means what it says: of all decisions scored 0.8, are 80 % right?

    python -m training.reliability --scorer ../shared/score/score.py [--plot OUT.svg]
        attribution=GOLD,PRED name=GOLD,PRED speaker=GOLD,PRED

PRED is what `whosaid annotate --jsonl` wrote. A decision is right where the shared scorer takes it for right: an
attribution whose content overlaps a gold one by half, a name with the words and the type of a gold one, a speaker whose
name agrees with the gold name of the overlapping quote. Prints, for ten bins of the score, how many decisions fall in,
their mean score and the share that is right, and the expected calibration error (the bins' mean distance between the
two, weighted by count).
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from training.scorer import load_scorer

BINS = 10
COLOURS = {"attribution": "#2f6f9f", "name": "#c0504d", "speaker": "#e0a458"}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Decisions:
    """Scores of one kind of decision and whether each was right."""

    score: Floats
    is_right: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Bin:
    """Decisions of like score."""

    count: int
    mean_score: float
    share_right: float


def attributions(scorer: ModuleType, gold: dict[str, Any], found: dict[str, Any]) -> Iterator[tuple[float, bool]]:
    """Each predicted quote: is its content one of the gold's?"""
    owner = scorer.word_index(gold["text"])
    predicted = [(q["score"], scorer.words(q["content"], owner)) for q in found["quotes"]]
    wanted = [scorer.words(q["content"], owner) for q in gold["quotes"]]
    right = {i for i, _ in scorer.best_pairs([words for _, words in predicted], wanted, lambda words: words, 0.5)}
    yield from ((score, i in right) for i, (score, words) in enumerate(predicted) if words)


def names(scorer: ModuleType, gold: dict[str, Any], found: dict[str, Any]) -> Iterator[tuple[float, bool]]:
    """Each predicted name: has the gold one of these words and this type?"""
    owner = scorer.word_index(gold["text"])
    wanted = {(scorer.words([m[:2]], owner), m[2]) for m in gold["mentions"]}
    for start, end, kind, score in found["mentions"]:
        yield score, (scorer.words([[start, end]], owner), kind) in wanted


def speakers(scorer: ModuleType, gold: dict[str, Any], found: dict[str, Any]) -> Iterator[tuple[float, bool]]:
    """Each named speaker of a quote that is in the gold: is it who the gold names?"""
    owner = scorer.word_index(gold["text"])
    predicted = [(q, scorer.words(q["content"], owner)) for q in found["quotes"]]
    for quote in gold["quotes"]:
        words = scorer.words(quote["content"], owner)
        best, touched = max(predicted, key=lambda p: len(p[1] & words), default=(None, frozenset()))
        if best and best["speaker"] and len(touched & words) > 0.3 * len(words):
            yield best["speaker_score"], bool(quote["speaker"]) and scorer.same_name(best["speaker"], quote["speaker"])


KINDS = {"attribution": attributions, "name": names, "speaker": speakers}


def bins_of(decisions: Decisions) -> list[Bin]:
    """Ten bins of equal width, the empty ones left out."""
    place = np.minimum((decisions.score * BINS).astype(int), BINS - 1)
    return [
        Bin(int(at.sum()), float(decisions.score[at].mean()), float(decisions.is_right[at].mean()))
        for at in (place == number for number in range(BINS))
        if at.any()
    ]


def calibration_error(bins: list[Bin]) -> float:
    """Mean distance between score and share, weighted by count."""
    return sum(b.count * abs(b.mean_score - b.share_right) for b in bins) / sum(b.count for b in bins)


def print_table(kind: str, decisions: Decisions) -> None:
    """A table in Markdown."""
    bins = bins_of(decisions)
    print(f"\n{kind}: {len(decisions.score):,} decisions, {decisions.is_right.mean():.3f} right, ", end="")
    print(f"expected calibration error {calibration_error(bins):.3f}\n")
    print("| decisions | mean score | right |\n|---|---|---|")
    for b in bins:
        print(f"| {b.count:,} | {b.mean_score:.2f} | {b.share_right:.2f} |")


def plot(measured: dict[str, Decisions], picture: Path) -> None:
    """One line a kind, beside the diagonal on which a score means what it says."""
    from matplotlib import rcParams
    from matplotlib.figure import Figure

    rcParams.update({"svg.hashsalt": "whosaid", "svg.fonttype": "none"})  # the same figures, the same small file
    figure = Figure(figsize=(4.8, 4.4), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color="#b9c2cc", linewidth=1)
    for kind, decisions in measured.items():
        bins = bins_of(decisions)
        label = f"{kind} (error {calibration_error(bins):.3f})"
        scores, shares = [b.mean_score for b in bins], [b.share_right for b in bins]
        axes.plot(scores, shares, "o-", color=COLOURS[kind], label=label, markersize=4)
    axes.set(xlabel="score", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1))
    axes.grid(which="major", color="#e3e6ea")
    axes.legend(frameon=False)
    figure.savefig(picture, metadata={"Date": None})


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="KIND=GOLD,PRED")
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    scorer = load_scorer(options.scorer)
    measured = {}
    for kind, _, files in (text.partition("=") for text in options.files):
        gold, found = (scorer.read(path) for path in files.split(","))
        pairs = [d for doc_id, row in gold.items() if doc_id in found for d in KINDS[kind](scorer, row, found[doc_id])]
        measured[kind] = Decisions(np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs], bool))
        print_table(kind, measured[kind])
    if options.plot:
        plot(measured, options.plot)


if __name__ == "__main__":
    main()
