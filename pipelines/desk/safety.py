"""What stands between a browser and the pages: a token for other machines, a secret in every form, a strict policy.

`pipelines.own_pages` refuses requests that other pages send; this is for what reaches the desk itself.
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

Next = Callable[[Request], Awaitable[Response]]

# Scripts and styles from files of the desk alone, nothing inline, nothing evaluated, nothing from or to elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
TOKEN_COOKIE = "whosaid_desk"  # noqa: S105 - its name
MOST_BYTES = 1_000_000  # of a form: a correction has at most two fields of 100,000 characters
SECRET = secrets.token_urlsafe(32)  # one for each start of the server


async def with_headers(request: Request, call_next: Next) -> Response:
    """Add the headers that every answer has; a page that sets a policy of its own keeps it."""
    answer = await call_next(request)
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    return answer


def token_gate(token: str) -> Callable[[Request, Next], Awaitable[Response]]:
    """Return what lets through who has the token: once in the address, from then on in a cookie."""

    async def gate(request: Request, call_next: Next) -> Response:
        given = request.query_params.get("token")
        if given is not None and _is_same(given, token):
            rest = urlencode([pair for pair in parse_qsl(request.url.query) if pair[0] != "token"])
            answer = RedirectResponse(request.url.path + (f"?{rest}" if rest else ""), status_code=303)
            answer.set_cookie(TOKEN_COOKIE, token, httponly=True, samesite="strict", max_age=30 * 24 * 3600)
            return answer
        if _is_same(request.cookies.get(TOKEN_COOKIE, ""), token):
            return await call_next(request)
        line = "This desk asks for a token: open the address that whosaid desk printed.\n"
        return PlainTextResponse(line, status_code=401)

    return gate


def new_token() -> str:
    """Return a token that nobody guesses."""
    return secrets.token_urlsafe(24)


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form that one of the desk's own pages sent; 403 for any other, 413 for one too large."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise HTTPException(413, "This form is too large.")
    try:
        fields = dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=100))
    except ValueError as error:
        raise HTTPException(400, "This is no form.") from error
    if not _is_same(fields.pop("csrf", ""), SECRET):
        raise HTTPException(403, "This form is not of this desk, or of an earlier start of it: load the page again.")
    return {name: value.replace("\r\n", "\n") for name, value in fields.items()}


def _is_same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())
