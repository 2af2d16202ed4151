"""What the routes share: the desk (data folder, warehouse), templates that escape all text, the page's frame."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pipelines.desk import safety
from pipelines.desk.pending import Pending, find_pending
from pipelines.desk.published import PublishedWarehouse
from pipelines.desk.word_index import WordIndex
from pipelines.resources.data_folder import DataFolder

HERE = Path(__file__).parent
REVIEWER_COOKIE = "whosaid_reviewer"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages are about."""

    folder: DataFolder
    warehouse: PublishedWarehouse
    words: WordIndex

    def pending(self) -> Pending:
        """Return what people have said since the last run."""
        with self.warehouse.reading() as connection:
            return find_pending(connection, self.folder)


def desk_of(request: Request) -> Desk:
    """Return the desk that the request is answered by."""
    desk: Desk = request.app.state.desk
    return desk


def reviewer_of(request: Request) -> str:
    """Return the name that whoever corrects here has given; empty where none is given yet."""
    return unquote(request.cookies.get(REVIEWER_COOKIE, ""))


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page. Values are text, never markup, unless they are `Markup`."""
    shown = TEMPLATES.get_template(template).render(
        path=request.url.path,
        query=request.url.query,
        csrf=safety.SECRET,
        reviewer=reviewer_of(request),
        **values,
    )
    return HTMLResponse(shown, status_code=status)


def _day(value: datetime | date | None) -> str:
    return "no date" if value is None else f"{value.day} {value:%B %Y}"


def _moment(value: datetime | None) -> str:
    return "" if value is None else f"{value.day} {value:%b %Y, %H:%M}"


def _number(value: float | int | None) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.0f} %"


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"day": _day, "moment": _moment, "number": _number, "percent": _percent}
    made.filters["in_address"] = lambda value: quote(str(value), safe="")
    return made


TEMPLATES = _environment()
