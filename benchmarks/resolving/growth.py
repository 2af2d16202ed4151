"""The figures of one size as a line of JSON, and the lines of many sizes as a plot."""

import json
from pathlib import Path
from typing import Any

PARTS = {"entities": "#2f6f9f", "utterances": "#c0504d"}


def plot(lines: Path, picture: Path) -> None:
    """Draw seconds of the processor over quotes, from nothing and for 1,000 more; of a size the last line counts."""
    from matplotlib import rcParams
    from matplotlib.figure import Figure

    rcParams["svg.hashsalt"] = "whosaid"  # the same figures, the same file
    figure = Figure(figsize=(6.4, 4), layout="constrained")
    axes = figure.add_subplot()
    for part, colour in PARTS.items():
        rows = rows_of(lines, part)
        sizes = [row["quotes"] for row in rows]
        axes.loglog(sizes, [row["cpu_seconds"] for row in rows], "o-", color=colour, label=f"{part}, from nothing")
        axes.loglog(sizes, [row["added_cpu_seconds"] for row in rows], "o--", color=colour, label=f"{part}, 1,000 more")
    axes.set(xlabel="quotes", ylabel="seconds of the processor")
    axes.grid(which="major", color="#e3e6ea")
    axes.legend(frameon=False)
    figure.savefig(picture, metadata={"Date": None} if picture.suffix == ".svg" else None)


def rows_of(lines: Path, part: str) -> list[dict[str, Any]]:
    """Return the last figures of each size of one part, smallest first."""
    rows = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    latest = {row["quotes"]: row for row in rows if row["part"] == part}
    return [latest[size] for size in sorted(latest)]
