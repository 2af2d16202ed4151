"""Dagster's pages in a headless Chromium: the graph, an asset's checks, a run started there that ends green.

Set WHOSAID_SCREENSHOTS to a folder to keep pictures of the pages.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import open_browser

SECONDS_TO_RUN = 1200  # no measure of speed: it ends a wait for what will not come


@pytest.fixture(scope="module")
def page(address: str) -> Iterator[Any]:
    with open_browser() as browser:
        page = browser.new_page(viewport={"width": 1900, "height": 900})
        page.set_default_timeout(60_000)
        yield page


def _keep(page: Any, name: str) -> None:
    if folder := os.environ.get("WHOSAID_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(1500)  # pictures of a page that still moves are of no use
        page.screenshot(path=f"{folder}/{name}.png")


def test_a_run_started_in_the_interface_ends_green_and_shows_its_checks(page: Any, address: str) -> None:
    page.goto(f"{address}/asset-groups")
    page.get_by_role("button", name="Materialize all").click()
    page.get_by_text("Launched run").first.wait_for()
    page.goto(f"{address}/runs")
    page.get_by_text("Success", exact=True).first.wait_for(timeout=SECONDS_TO_RUN * 1000)
    _keep(page, "runs")

    page.goto(f"{address}/asset-groups")
    page.get_by_role("button", name="Materialize all").wait_for()
    _keep(page, "asset-graph")

    page.goto(f"{address}/assets/lake/quotes?view=checks")
    page.get_by_text("span_integrity").first.click()
    page.get_by_text("Passed").first.wait_for()
    _keep(page, "checks-of-quotes")

    page.goto(f"{address}/assets/lake/ingest_outcomes?view=checks&checkDetail=rejected_inputs")
    page.get_by_text("rejected_inputs").first.wait_for()
    _keep(page, "rejected-inputs")

    page.goto(f"{address}/assets/quotes?view=overview")
    page.get_by_text("quotes per outlet").first.wait_for()
    _keep(page, "quotes")
    assert _width_of_chart(page, "quotes per outlet") > 0

    page.goto(f"{address}/assets/batch_health?view=checks&checkDetail=unattributed_share_as_usual")
    page.get_by_text("history: (whole batch)").first.wait_for()
    assert _width_of_chart(page, "history: (whole batch)") > 0
    _keep(page, "batch-health")


def _width_of_chart(page: Any, name: str) -> int:
    """Return how wide the browser draws a chart of the metadata, 0 where it cannot; a large one lies in a dialog."""
    row = page.locator("tr", has_text=name).first
    dialog = row.get_by_text("Show Markdown").first
    dialog.or_(row.locator("img[src^='data:']")).first.wait_for()
    if dialog.count():
        dialog.click()
    chart = page.locator("img[src^='data:image/svg+xml']").first
    chart.wait_for()
    return int(chart.evaluate("image => image.naturalWidth"))
