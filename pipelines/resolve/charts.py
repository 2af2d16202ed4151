"""Splink's charts as pages that need no internet, and what the waterfall of a pair says, as rows."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.durable import write_whole

WATERFALL = "waterfall"


def write_charts(charts: Mapping[str, Mapping[str, Any]], folder: Path) -> dict[str, Path]:
    """Write each chart (a Vega-Lite specification) as a page below `folder`; return all pages there by chart.

    A chart that this run did not draw, for it weighed no pair, is that of an earlier run.
    """
    if charts:
        _write(charts, folder)
    return {page.stem.replace("_", " ", 1): page for page in sorted(folder.glob("*.html"))}


def _write(charts: Mapping[str, Mapping[str, Any]], folder: Path) -> None:
    from splink.internals.html_utils import chart_html  # two seconds of imports that most callers do without

    folder.mkdir(parents=True, exist_ok=True)
    for name, chart in charts.items():
        html: str = chart_html(dict(chart), inline=True, fullhtml=True)  # type: ignore[no-untyped-call]
        write_whole(folder / f"{name.replace(' ', '_')}.html", html.encode())


def waterfall_rows(charts: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what Splink weighed in the pair of persons that was hardest to tell: one row per comparison."""
    found = next((chart for name, chart in charts.items() if name.endswith(WATERFALL)), None)
    values = [] if found is None else [row for row in found["data"]["values"] if row["record_number"] == 0]
    return [
        {
            "compared": row["column_name"],
            "level": row["label_for_charts"],
            "match weight": round(row["log2_bayes_factor"], 2),
            "left": row["value_l"],
            "right": row["value_r"],
        }
        for row in values
    ]
