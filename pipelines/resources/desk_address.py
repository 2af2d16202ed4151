"""Where the desk answers, for links that lead to its pages."""

import os

ENVIRONMENT = "WHOSAID_DESK_URL"  # where the desk is seen under another name than this machine's own
DESK_PORT = 3001


def desk_page(page: str) -> str:
    """Return the address of a page of the desk, `page` being its path; the desk itself need not run."""
    address = os.environ.get(ENVIRONMENT) or f"http://127.0.0.1:{DESK_PORT}"
    return address.rstrip("/") + page
