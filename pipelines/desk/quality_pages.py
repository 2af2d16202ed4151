"""Routes of /quality, of /docs, the documentation of the tables, and of /charts, which Splink drew."""

from collections.abc import Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from pipelines.desk import charts
from pipelines.desk.questions.quality import find_quality
from pipelines.desk.rendering import desk_of, render
from pipelines.warehouse.dbt_docs import dbt_docs

BOX_POLICY = (
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
    return HTMLResponse(page, headers={"Content-Security-Policy": BOX_POLICY})


def show_chart(request: Request) -> Response:
    """A chart of Splink's from the last run that drew it, in the same box; 404 for one that no run drew."""
    drawn = {page.stem: page for page in desk_of(request).folder.charts.glob("*.html")}
    page = drawn.get(request.path_params["name"])
    if page is None:
        raise HTTPException(404, "No run has drawn this chart: Splink draws where it weighs names.")
    return HTMLResponse(page.read_bytes(), headers={"Content-Security-Policy": BOX_POLICY})


def routes() -> Sequence[Any]:
    """Return the routes of this module."""
    return [Route("/quality", show_quality), Route("/docs", show_docs), Route("/charts/{name}", show_chart)]
