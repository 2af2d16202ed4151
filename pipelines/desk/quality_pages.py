"""Routes of /quality and of /docs, the documentation of the tables."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from pipelines.desk import charts
from pipelines.desk.questions.quality import find_quality
from pipelines.desk.rendering import desk_of, render
from pipelines.warehouse.dbt_docs import dbt_docs

DOCS_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def show_quality(request: Request) -> Response:
    """How good the reader and the last batches are."""
    with desk_of(request).warehouse.reading() as connection:
        found = find_quality(connection)
    reliability = charts.draw_points(
        found["reliability"],
        x="stated",
        y="found_right",
        size="n_checked",
        title="Stated probability of the speaker against the share found right",
    )
    over_time = charts.draw_line(
        found["by_month"],
        time="month",
        value="share_right",
        title="Share of looked-at quotes that were right, by month",
    )
    return render(request, "quality.html", reliability_chart=reliability, over_time=over_time, **found)


def show_docs(request: Request) -> Response:
    """dbt's documentation of the tables: scripts that the page carries itself, in a box without the desk's cookies."""
    desk = desk_of(request)
    with desk.warehouse.reading() as connection:
        page = dbt_docs(desk.folder, connection)
    return HTMLResponse(page, headers={"Content-Security-Policy": DOCS_POLICY})


def routes() -> Sequence[Any]:
    """Return the routes of this module."""
    return [Route("/quality", show_quality), Route("/docs", show_docs)]
