"""What tests do with the desk's pages: sign in, read fields and links."""

import re
from urllib.parse import unquote

from starlette.testclient import TestClient

HERE = "http://127.0.0.1:3001"


def sign_in(client: TestClient, name: str) -> TestClient:
    """Give the name that corrections are signed with."""
    client.post("/review/name", data={"csrf": csrf_of(client), "name": name, "back": "/review"})
    return client


def csrf_of(client: TestClient) -> str:
    return field(client.get("/review").text, "csrf")


def field(page: str, name: str) -> str:
    """Return the value of the first hidden field of that name on a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, f"no field {name}"
    return found[1]


def links(page: str, start: str) -> list[str]:
    """Return the addresses on a page that begin with `start`, without their fragments."""
    return list(dict.fromkeys(unquote(found) for found in re.findall(rf'href="({re.escape(start)}[^"#]*)', page)))
