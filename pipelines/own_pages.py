"""Answers a browser's requests only where they come from a page of the server's own.

A server on 127.0.0.1 is open to every page that a browser on this machine shows. Such a page can post forms, ask for
pictures and open WebSockets anywhere; one whose name leads to 127.0.0.1 can read the answers too (DNS rebinding).
Browsers say in `Host`, `Origin` and `Sec-Fetch-Site` who asks for what, and no page can change these.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})  # with any port: a tunnel may give it another
# No frame, so that nobody clicks on what another page lays over this one; nothing is fetched from or sent to elsewhere.
POLICY = (
    "frame-ancestors 'none'; form-action 'self'; connect-src 'self'; img-src 'self' data: blob:; font-src 'self' data:"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class OwnPagesOnly:
    """ASGI middleware: 403 for a request that another page sent, before the application sees it."""

    def __init__(self, app: App, *, is_any_host: bool = False) -> None:
        """Guard `app`; under any name of its machine where something else keeps strangers out, such as a token."""
        self._app = app
        self._is_any_host = is_any_host

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        reason = reason_to_refuse(scope, is_any_host=self._is_any_host)
        if reason is None:
            await self._app(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await receive()  # the request to connect, which a close answers with 403
            await send({"type": "websocket.close", "code": 1008, "reason": reason})
        else:
            body = f"Refused: {reason}.\n".encode()
            head = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
            await send({"type": "http.response.start", "status": 403, "headers": head})
            await send({"type": "http.response.body", "body": body})


def reason_to_refuse(scope: Message, *, is_any_host: bool = False) -> str | None:
    """Return what is wrong with the request in `scope`; None where a page of our own, a link or a program sent it."""
    host = _only(scope, b"host")
    if host is None or not (is_any_host or _name_of(host) in LOOPBACK_NAMES):
        return "the Host is not this machine's own"
    origins = _all(scope, b"origin")
    if origins and origins != [f"http://{host}"]:
        return "it comes from a page of another origin"
    if _all(scope, b"sec-fetch-site") not in ([], ["same-origin"], ["none"]) and not _is_link(scope):
        return "it comes from a page of another site"
    if scope["type"] == "http" and scope["method"] == "GET" and scope["query_string"] and _is_graphql(scope["path"]):
        return "a query is posted, for a link or a picture could send it with a GET"
    return None


def _is_graphql(path: str) -> bool:
    return path.rstrip("/").endswith("/graphql")


def _is_link(scope: Message) -> bool:
    """Return True where somebody follows a link to a page: that shows it, and changes nothing."""
    is_page = (_all(scope, b"sec-fetch-mode"), _all(scope, b"sec-fetch-dest")) == (["navigate"], ["document"])
    return scope["type"] == "http" and scope["method"] == "GET" and is_page


def _name_of(host: str) -> str | None:
    try:
        parts = urlsplit(f"//{host}")
        return parts.hostname if parts.username is None and not parts.path else None
    except ValueError:
        return None


def _only(scope: Message, name: bytes) -> str | None:
    found = _all(scope, name)
    return found[0] if len(found) == 1 else None


def _all(scope: Message, name: bytes) -> list[str]:
    return [value.decode("latin-1").strip().lower() for key, value in scope["headers"] if key.lower() == name]


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *HEADERS]
        await send(message)

    return sending
