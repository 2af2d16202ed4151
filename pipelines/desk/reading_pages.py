"""Routes of the pages that are only read: /, /search, /article, /speaker, /outlet, /utterance."""

from collections.abc import Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipelines.desk import charts, formats
from pipelines.desk.marked_article import mark_article
from pipelines.desk.pending import find_pending
from pipelines.desk.questions import search
from pipelines.desk.questions.article import find_article
from pipelines.desk.questions.front import FINDINGS_SHOWN, find_findings, find_news
from pipelines.desk.questions.people import find_outlet, find_speaker
from pipelines.desk.questions.utterance import find_utterance
from pipelines.desk.rendering import desk_of, render
from pipelines.desk.revisions import show_changes
from pipelines.desk.search_terms import excerpt, mark_terms

NONE = "There is nothing of that address in the warehouse."


def show_front(request: Request) -> Response:
    """What is new."""
    with desk_of(request).warehouse.reading() as connection:
        news = find_news(connection)
        pending = find_pending(connection, desk_of(request).folder)
    chart = charts.draw_over_time(
        news["by_week"], time="week", value="statements", of="speaker", title="Statements a week of those quoted most"
    )
    return render(request, "front.html", chart=chart, pending=pending, **news)


def show_findings(request: Request) -> Response:
    """What looks wrong, of one rule or all."""
    rule = request.query_params.get("rule", "")
    with desk_of(request).warehouse.reading() as connection:
        found = find_findings(connection, rule)
    is_cut = len(found) > FINDINGS_SHOWN
    return render(request, "findings.html", rule=rule, found=found[:FINDINGS_SHOWN], is_cut=is_cut)


def show_results(request: Request) -> Response:
    """Quotes or articles that hold what was typed."""
    wanted = search.read_wanted(request.query_params)
    is_quotes = wanted.place == "quotes"
    desk = desk_of(request)
    with desk.warehouse.reading() as connection:
        search.narrow(connection, wanted, desk.words.find(wanted.terms) if is_quotes else None)
        total, facets = search.count_facets(connection, wanted)
        found = search.page_question(wanted).rows(connection)
        roles = search.count_roles(connection, facets.get("speaker", []))
        pending = find_pending(connection, desk.folder)
    for row in found:
        shown = row["content"] if is_quotes else excerpt(row["text"], wanted.terms)
        row["pieces"] = mark_terms(shown, wanted.terms)
    if roles:
        facets["role"] = roles
    pages = -(-total // search.ROWS_A_PAGE)
    return render(
        request,
        "search.html",
        wanted=wanted,
        total=total,
        facets=facets,
        found=found,
        pages=pages,
        sql=search.results_question(wanted).shown(),
        pending=pending,
    )


def download_results(request: Request) -> Response:
    """The same as a file."""
    wanted = search.read_wanted(request.query_params)
    with desk_of(request).warehouse.reading() as connection:
        return formats.download(
            connection,
            search.results_question(wanted, limit=formats.MOST_ROWS),
            form=request.path_params["form"],
            name=f"whosaid-{wanted.place}",
        )


def show_article(request: Request) -> Response:
    """The text as printed, with everything that is said of it."""
    with desk_of(request).warehouse.reading() as connection:
        found = find_article(connection, request.path_params["article_id"])
        pending = find_pending(connection, desk_of(request).folder)
    if found is None:
        raise HTTPException(404, NONE)
    return render(
        request,
        "article.html",
        found=found,
        article=found.article,
        marked=mark_article(found),
        changes=show_changes(found.revisions),
        pending=pending,
    )


def show_speaker(request: Request) -> Response:
    """What somebody said, and who prints it."""
    with desk_of(request).warehouse.reading() as connection:
        found = find_speaker(connection, request.path_params["entity_id"])
    if found is None:
        raise HTTPException(404, NONE)
    title = f"Statements of {found['entity']['name']} a month"
    chart = charts.draw_over_time(found["by_month"], time="month", value="statements", title=title)
    return render(request, "speaker.html", chart=chart, **found)


def show_outlet(request: Request) -> Response:
    """Whom an outlet quotes, and how evenly."""
    with desk_of(request).warehouse.reading() as connection:
        found = find_outlet(connection, request.path_params["outlet_id"])
    if found is None:
        raise HTTPException(404, NONE)
    title = "Speakers that the outlet quotes a month, counted as if quoted equally often"
    chart = charts.draw_line(found["diversity"], time="month", value="effective_speakers", title=title)
    return render(request, "outlet.html", chart=chart, **found)


def show_utterance(request: Request) -> Response:
    """All prints of one sentence."""
    with desk_of(request).warehouse.reading() as connection:
        found = find_utterance(connection, request.path_params["utterance_id"])
    if found is None:
        raise HTTPException(404, NONE)
    return render(request, "utterance.html", **found)


def routes() -> Sequence[Any]:
    """Return the routes of this module."""
    return [
        Route("/", show_front),
        Route("/findings", show_findings),
        Route("/search", show_results),
        *(Route(f"/search.{form}", _download_as(form)) for form in formats.FORMATS),
        Route("/article/{article_id}", show_article),
        Route("/speaker/{entity_id}", show_speaker),
        Route("/outlet/{outlet_id:path}", show_outlet),
        Route("/utterance/{utterance_id}", show_utterance),
    ]


def _download_as(form: str) -> Any:
    def route(request: Request) -> Response:
        request.path_params["form"] = form
        return download_results(request)

    return route
