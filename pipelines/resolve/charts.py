"""Splink's charts as pages that need no internet, and what the waterfall of a pair says, as rows."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.durable import write_whole

WATERFALL = "waterfall"


def write_charts(charts: Mapping[str, Mapping[str, Any]], folder: Path) -> dict[str, Path]:
    """Write each chart (a Vega-Lite specification) as a page of its own below `folder`; return the pages by chart."""
    if not charts:
        return {}
    from splink.internals.html_utils import chart_html  # two seconds of imports that most callers do without

    folder.mkdir(parents=True, exist_ok=True)
    pages = {name: folder / f"{name.replace(' ', '_')}.html" for name in charts}
    for name, page in pages.items():
        html: str = chart_html(dict(charts[name]), inline=True, fullhtml=True)  # type: ignore[no-untyped-call]
        write_whole(page, html.encode())
    return pages


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
