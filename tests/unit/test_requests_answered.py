"""Which requests the interface answers: those of its own pages, of links, and of programs."""

import asyncio
from typing import Any

import pytest

from pipelines.own_pages import OwnPagesOnly, reason_to_refuse

HOST = ("host", "127.0.0.1:3000")
OWN = ("origin", "http://127.0.0.1:3000")


def _scope(
    *headers: tuple[str, str], type: str = "http", method: str = "POST", path: str = "/graphql"
) -> dict[str, Any]:
    path, _, query = path.partition("?")
    encoded = [(name.encode(), value.encode()) for name, value in headers]
    return {"type": type, "method": method, "path": path, "query_string": query.encode(), "headers": encoded}


@pytest.mark.parametrize(
    "scope",
    [
        _scope(HOST, OWN),
        _scope(HOST, OWN, type="websocket"),
        _scope(HOST, OWN, ("sec-fetch-site", "same-origin")),
        _scope(HOST, ("sec-fetch-site", "none"), method="GET", path="/runs"),
        _scope(HOST),
        _scope(("host", "localhost:8080"), ("origin", "http://localhost:8080")),
        _scope(("Host", "[::1]:3000"), ("Origin", "http://[::1]:3000")),
        _scope(HOST, method="GET", path="/graphql"),
        _scope(
            HOST, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"),
            method="GET", path="/runs",
        ),
    ],
)  # fmt: skip
def test_own_pages_links_and_programs_are_answered(scope: dict[str, Any]) -> None:
    assert reason_to_refuse(scope) is None


@pytest.mark.parametrize(
    "scope",
    [
        _scope(HOST, ("origin", "http://evil.example")),
        _scope(HOST, ("origin", "null")),
        _scope(HOST, ("origin", "https://127.0.0.1:3000")),
        _scope(HOST, ("origin", "http://127.0.0.1:3001")),
        _scope(HOST, ("origin", "http://127.0.0.1:3000.evil.example")),
        _scope(HOST, ("origin", "http://localhost:3000")),
        _scope(HOST, OWN, ("origin", "http://evil.example")),
        _scope(HOST, ("origin", "http://evil.example"), type="websocket"),
        _scope(HOST, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors"), method="GET", path="/a.png"),
        _scope(HOST, ("sec-fetch-site", "same-site")),
        _scope(
            HOST, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe"),
            method="GET", path="/runs",
        ),
        _scope(
            HOST, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"),
        ),
        _scope(HOST, method="GET", path="/graphql?query=mutation{x}"),
        _scope(HOST, method="GET", path="/graphql/?%71uery=mutation{x}"),
        _scope(("host", "evil.example")),
        _scope(("host", "evil.example:3000"), ("origin", "http://evil.example:3000")),
        _scope(("host", "127.0.0.1.evil.example")),
        _scope(("host", "127.0.0.1@evil.example")),
        _scope(("host", "evil.example@127.0.0.1")),
        _scope(("host", "[::1")),
        _scope(HOST, ("host", "evil.example")),
        _scope(),
    ],
)  # fmt: skip
def test_what_another_page_sends_is_refused(scope: dict[str, Any]) -> None:
    assert reason_to_refuse(scope) is not None


def test_a_refused_request_never_reaches_the_application() -> None:
    reached, sent = [], []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(OwnPagesOnly(app)(_scope(HOST, ("origin", "http://evil.example")), receive, send))
    assert reached == []
    assert sent[0]["status"] == 403
