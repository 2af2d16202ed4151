"""Charts: Altair describes them, vl-convert draws them as SVG on the server, so that a page needs no script for them.

The SVG has no colours of its own (`currentColor` and classes): the style sheet colours it, dark and light.
"""

import threading
from datetime import date
from functools import lru_cache
from typing import Any

import altair as alt
from markupsafe import Markup

from pipelines.desk.question import Rows

WIDTH, HEIGHT = 560, 150  # fits the text column; the style sheet scales it down
UNITS = {"week": "yearweek", "month": "yearmonth"}  # a column of the rows -> Vega's name of what a bar spans
FONT = "system-ui, sans-serif"
DRAWING = threading.Lock()  # vl-convert draws one at a time


def draw_over_time(rows: Rows, *, time: str, value: str, of: str | None = None, title: str) -> Markup | None:
    """Return bars over time, stacked by the column `of`; None where there are no two bars to compare."""
    if len({row[time] for row in rows}) < 2:
        return None
    shape: dict[str, Any] = {
        "x": alt.X(f"{UNITS[time]}({time}):T", title=None, axis=alt.Axis(grid=False, labelOverlap=True, tickCount=6)),
        "y": alt.Y(f"sum({value}):Q", title=None, axis=alt.Axis(tickCount=3, format="~s")),
    }
    if of is not None:
        names = sorted({str(row[of]) for row in rows})
        colours = [f"var(--series-{number % 6 + 1})" for number in range(len(names))]
        scale = alt.Scale(domain=names, range=colours)
        shape["color"] = alt.Color(f"{of}:N", title=None, scale=scale, legend=alt.Legend(orient="bottom", columns=3))
    return _draw(rows, "bar", shape, title)


def draw_line(rows: Rows, *, time: str, value: str, title: str) -> Markup | None:
    """Return a line over time; None where there are no two points."""
    if len({row[time] for row in rows}) < 2:
        return None
    shape = {
        "x": alt.X(f"{time}:T", title=None, axis=alt.Axis(grid=False, tickCount=6)),
        "y": alt.Y(f"{value}:Q", title=None, axis=alt.Axis(tickCount=4)),
    }
    return _draw(rows, "line", shape, title)


def draw_points(rows: Rows, *, x: str, y: str, size: str, title: str) -> Markup | None:
    """Return points on axes from 0 to 1, as large as `size`; None where there are none."""
    if not rows:
        return None
    span = alt.Scale(domain=[0, 1])
    shape = {
        "x": alt.X(f"{x}:Q", title=x.replace("_", " "), scale=span, axis=alt.Axis(grid=False)),
        "y": alt.Y(f"{y}:Q", title=y.replace("_", " "), scale=span),
        "size": alt.Size(f"{size}:Q", legend=None),
    }
    return _draw(rows, "circle", shape, title)


def _draw(rows: Rows, mark: str, shape: dict[str, Any], title: str) -> Markup:
    plain = [{name: _plain(value) for name, value in row.items()} for row in rows]
    drawn = alt.Chart(alt.InlineData(values=plain), width=WIDTH, height=HEIGHT)
    drawn = {"bar": drawn.mark_bar(), "line": drawn.mark_line(point=True), "circle": drawn.mark_circle()}[mark]
    styled = drawn.encode(**shape).configure(**_style())
    return Markup(_as_svg(styled.to_json(indent=None), title))  # noqa: S704 - drawn by vl-convert, which escapes text


def _style() -> dict[str, Any]:
    axis = {"labelColor": "currentColor", "titleColor": "currentColor", "gridColor": "currentColor"}
    lines = {"domainColor": "currentColor", "tickColor": "currentColor", "gridOpacity": 0.15, "domainOpacity": 0.4}
    return {
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {**axis, **lines, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"},
        "legend": {"labelColor": "currentColor", "labelFontSize": 12, "symbolType": "square"},
        "bar": {"color": "var(--series-1)", "cornerRadiusEnd": 2},
        "line": {"color": "var(--series-1)", "point": {"color": "var(--series-1)"}},
        "circle": {"color": "var(--series-1)", "opacity": 0.8},
    }


@lru_cache(maxsize=256)
def _as_svg(specification: str, title: str) -> str:
    """Draw a chart. One that was drawn before is kept: most pages are looked at more than once."""
    import vl_convert  # 30 MB: for who draws alone

    with DRAWING:
        svg: str = vl_convert.vegalite_to_svg(specification)
    label = Markup.escape(title)
    return svg.replace('class="marks"', f'class="chart" role="img" aria-label="{label}"', 1)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return f"{value.isoformat()[:10]}T00:00:00"  # without a zone: a bare day is midnight in London to Vega
    return value if isinstance(value, int | float | str) or value is None else str(value)


def warm_up() -> None:
    """Draw a chart that nobody sees."""
    days = (date(2026, 1, 1), date(2026, 1, 8))
    draw_over_time([{"week": day, "n": 1} for day in days], time="week", value="n", title="")
