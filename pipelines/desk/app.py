"""The desk as an ASGI application: the index of its pages, and what stands before them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from pipelines.desk import quality_pages, reading_pages, review_pages, safety, sql_pages
from pipelines.desk.published import PublishedWarehouse
from pipelines.desk.rendering import HERE, Desk, render
from pipelines.desk.word_index import WordIndex
from pipelines.own_pages import App, OwnPagesOnly
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.errors import WarehouseError


def make_app(folder: DataFolder, *, token: str | None = None) -> App:
    """Return the application for a data folder. With a token it answers under any name of its machine, else its own."""
    middleware: list[Any] = [Middleware(BaseHTTPMiddleware, dispatch=safety.with_headers)]
    if token is not None:
        middleware.append(Middleware(BaseHTTPMiddleware, dispatch=safety.token_gate(token)))
    errors: dict[Any, Any] = {HTTPException: _show_error, WarehouseError: _show_error}
    warehouse = PublishedWarehouse(folder)

    @asynccontextmanager
    async def closing(_: Starlette) -> AsyncIterator[None]:
        yield
        warehouse.close()

    app = Starlette(routes=_routes(), middleware=middleware, exception_handlers=errors, lifespan=closing)
    app.state.desk = Desk(folder, warehouse, WordIndex(folder.word_index, warehouse))
    return OwnPagesOnly(app, is_any_host=token is not None)


def _routes() -> Sequence[Any]:
    pages = (reading_pages, review_pages, quality_pages, sql_pages)
    files = Mount("/static", StaticFiles(directory=HERE / "static"))
    return [*(route for page in pages for route in page.routes()), files]


def _show_error(request: Request, error: Exception) -> Response:
    """Say what is wrong, and what to do about it where that is known."""
    if isinstance(error, HTTPException):
        return render(request, "error.html", status=error.status_code, line=str(error.detail))
    return render(request, "error.html", status=503, line=str(error))
