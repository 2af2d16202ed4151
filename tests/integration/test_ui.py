"""Dagster's pages in a headless Chromium (the graph, an asset's checks, a run started there that ends green), and asked
as a page of another site would have a browser ask them.

Set WHOSAID_SCREENSHOTS to a folder to keep pictures of the pages.
"""

import http.client
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from browsers import open_browser
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

SECONDS_TO_RUN = 1200  # no measure of speed: it ends a wait for what will not come
EVIL = "http://evil.example"
COUNT_RUNS = "{runsOrError {... on Runs {results {runId}}}}"
LAUNCH = """mutation {launchRun(executionParams: {selector: {repositoryLocationName: "whosaid",
    repositoryName: "__repository__", jobName: "whosaid"}, runConfigData: {}}) {__typename}}"""
IS_VALID = """query($config: RunConfigData) {isPipelineConfigValid(runConfigData: $config, mode: "default", pipeline:
    {repositoryLocationName: "whosaid", repositoryName: "__repository__", pipelineName: "whosaid"}) {__typename}}"""


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


def _ask(address: str, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    place = urlsplit(address)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, named)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def _query(address: str, query: str, **variables: Any) -> Any:
    body = json.dumps({"query": query, "variables": variables}).encode()
    status, answer = _ask(address, "POST", "/graphql", body, Content_Type="application/json", Origin=address)
    assert status == 200, answer
    return json.loads(answer)["data"]


def test_a_form_of_another_site_starts_no_run(address: str) -> None:
    path = f"/graphql?query={quote(LAUNCH)}"
    kind = "application/x-www-form-urlencoded"
    before = _query(address, COUNT_RUNS)
    assert _ask(address, "POST", path, b"", Content_Type=kind, Origin=EVIL)[0] == 403
    assert _ask(address, "POST", path, b"", Content_Type="text/plain", Origin="null")[0] == 403
    assert _ask(address, "GET", path, Accept="image/png")[0] == 403
    assert _query(address, COUNT_RUNS) == before


def test_a_name_that_somebody_leads_here_is_not_answered(address: str) -> None:
    assert _ask(address, "GET", "/server_info", Host="evil.example")[0] == 403
    assert _ask(address, "GET", "/server_info", Host=f"evil.example:{urlsplit(address).port}")[0] == 403
    assert _ask(address, "GET", "/server_info")[0] == 200


def test_a_websocket_of_another_site_is_not_opened(address: str) -> None:
    place = address.replace("http", "ws") + "/graphql"
    with pytest.raises(InvalidStatus, match="403"):
        connect(place, origin=EVIL, subprotocols=["graphql-ws"], proxy=None).close()
    with connect(place, origin=address, subprotocols=["graphql-ws"], proxy=None) as own:
        own.send(json.dumps({"type": "connection_init"}))
        assert json.loads(own.recv(timeout=60)) == {"type": "connection_ack"}


def test_pages_are_shown_in_no_frame(address: str) -> None:
    place = urlsplit(address)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)
    connection.request("GET", "/runs")
    headers = connection.getresponse().headers
    assert headers["X-Frame-Options"] == "DENY"
    assert any("frame-ancestors 'none'" in policy for policy in headers.get_all("Content-Security-Policy", []))


def test_the_interface_cannot_name_another_data_folder(address: str) -> None:
    assert (
        _query(address, IS_VALID, config={})["isPipelineConfigValid"]["__typename"] == "PipelineConfigValidationValid"
    )
    elsewhere = {"resources": {"run": {"config": {"data": "/elsewhere"}}}}
    answer = _query(address, IS_VALID, config=elsewhere)["isPipelineConfigValid"]
    assert answer["__typename"] == "RunConfigValidationInvalid"
