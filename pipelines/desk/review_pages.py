"""Routes of /review: one quote at a time, and forms that write the lines that `whosaid correct` writes."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote as in_address
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pipelines.corrections.add import add_correction, take_back
from pipelines.corrections.decide import add_decision, take_back_decision
from pipelines.corrections.read import CorrectionError
from pipelines.desk.marked_article import Marked, colours_of, marks_of_quotes
from pipelines.desk.pending import Pending, find_pending
from pipelines.desk.question import Rows
from pipelines.desk.questions.review import Asked, find_asked, find_queue
from pipelines.desk.rendering import REVIEWER_COOKIE, Desk, desk_of, render, reviewer_of
from pipelines.desk.safety import read_form
from pipelines.desk.text_runs import cut_paragraphs, marks_of

SAID = ("speaker", "source", "kind", "content", "spans", "note")
A_YEAR = 365 * 24 * 3600


def show_review(request: Request) -> Response:
    """The quote that `at` names, else the one that teaches most."""
    asked_for = request.query_params
    rule, article = asked_for.get("rule", ""), asked_for.get("article", "")
    with desk_of(request).warehouse.reading() as connection:
        pending = find_pending(connection, desk_of(request).folder)
        queue = find_queue(connection, rule=rule, article=article)
        waiting = [row for row in queue if not pending.of(row["quote_id"])]
        at = asked_for.get("at") or (waiting[0]["quote_id"] if waiting else None)
        asked = find_asked(connection, at) if at else None
    if at and asked is None:
        raise HTTPException(404, "There is no such quote in the warehouse.")
    before, after = _neighbours(queue, waiting, at)
    return render(
        request,
        "review.html",
        asked=asked,
        marked=None if asked is None else _marked(asked),
        pending=pending,
        own=_own(pending, reviewer_of(request)),
        left=len(waiting),
        before=before,
        after=after,
        narrowed=urlencode({name: value for name, value in (("rule", rule), ("article", article)) if value}),
        problem=asked_for.get("problem"),
    )


async def correct(request: Request) -> Response:
    """Write one correction, then go on to the next quote."""
    form, by = await read_form(request), reviewer_of(request)
    given = {name: form.get(name) or None for name in SAID}
    given |= {"wrong": form.get("wrong", ""), "corrected_by": by}

    def write(desk: Desk, connection: Any) -> None:
        _add(desk, connection, form, given)

    return await run_in_threadpool(_write, desk_of(request), form, write)


async def undo(request: Request) -> Response:
    """Take one's own correction back."""
    form, by = await read_form(request), reviewer_of(request)

    def write(desk: Desk, _: Any) -> None:
        take_back(desk.folder, form.get("correction_id", ""), by=by)

    return await run_in_threadpool(_write, desk_of(request), form, write)


async def decide(request: Request) -> Response:
    """Say that two are the same person, or not."""
    form, by = await read_form(request), reviewer_of(request)
    pair = (form.get("left_id", ""), form.get("right_id", ""))

    def write(desk: Desk, connection: Any) -> None:
        if form.get("decision") == "undo":
            take_back_decision(desk.folder, pair, by=by)
        else:
            add_decision(desk.folder, connection, pair, form.get("decision", ""), by=by)

    return await run_in_threadpool(_write, desk_of(request), form, write)


async def name_reviewer(request: Request) -> Response:
    """Keep the name that corrections are signed with."""
    form = await read_form(request)
    answer = RedirectResponse(_address(form), status_code=303)
    name = " ".join(form.get("name", "").split())[:100]
    answer.set_cookie(REVIEWER_COOKIE, in_address(name), max_age=A_YEAR, httponly=True, samesite="strict")
    return answer


def routes() -> Sequence[Any]:
    """Return the routes of this module."""
    return [
        Route("/review", show_review),
        Route("/review/correct", correct, methods=["POST"]),
        Route("/review/undo", undo, methods=["POST"]),
        Route("/review/decide", decide, methods=["POST"]),
        Route("/review/name", name_reviewer, methods=["POST"]),
    ]


def _write(desk: Desk, form: Mapping[str, str], write: Any) -> Response:
    """Write, and go back to the page that the form names; what means nothing is said there."""
    problem = ""
    try:
        with desk.warehouse.reading() as connection:
            write(desk, connection)
    except CorrectionError as error:
        problem = str(error)
    return RedirectResponse(_address(form, problem), status_code=303)


def _add(desk: Desk, connection: Any, form: Mapping[str, str], given: Mapping[str, str | None]) -> None:
    if not given["corrected_by"]:
        raise CorrectionError("Give your name first: every correction says who made it.")
    place = f"{form.get('article_id')}:{form.get('place')}" if given["wrong"] == "missing" else form.get("quote_id", "")
    add_correction(desk.folder, connection, place, given, is_forced=form.get("force") == "yes")


def _address(form: Mapping[str, str], problem: str = "") -> str:
    """Return where to go after a form: `back` where the form came from another page of the desk, else the queue."""
    back = form.get("back", "")
    if back.startswith("/") and not back.startswith(("//", "/\\")):
        page = back
    else:
        at = form.get("stay", "") if problem else form.get("next", "")
        narrowed = form.get("narrowed", "")
        page = f"/review?{narrowed}&{urlencode({'at': at})}" if at else f"/review?{narrowed}"
    if problem:
        page += ("&" if "?" in page else "?") + urlencode({"problem": problem})
    return page


def _neighbours(queue: Rows, waiting: Rows, at: str | None) -> tuple[str | None, str | None]:
    """Return the ids of the quotes before and after `at`, without those that somebody has seen to."""
    order = [row["quote_id"] for row in queue]
    place = order.index(at) if at in order else -1
    kept = {row["quote_id"] for row in waiting}
    before = [one for one in order[: max(place, 0)] if one in kept]
    after = [one for one in order[place + 1 :] if one in kept]
    return before[-1] if before else None, after[0] if after else None


def _marked(asked: Asked) -> Marked:
    quotes = {quote["quote_id"]: quote for quote in asked.quotes}
    marks = [*marks_of_quotes(asked.quotes), *marks_of(asked.quote["content_spans"], "asked", asked.quote["quote_id"])]
    numbers = {quote_id: number for number, quote_id in enumerate(quotes, start=1)}
    body = cut_paragraphs(asked.article["text"], marks, first=asked.first, last=asked.last)
    return Marked([], body, quotes, numbers, colours_of(asked.quotes))


def _own(pending: Pending, reviewer: str) -> list[Mapping[str, Any]]:
    return [row for row in pending.corrections if row["corrected_by"] == reviewer][::-1]
