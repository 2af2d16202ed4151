"""The real web server, asked as a page of another site would have a browser ask it."""

import http.client
import json
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

EVIL = "http://evil.example"
COUNT_RUNS = "{runsOrError {... on Runs {results {runId}}}}"
LAUNCH = """mutation {launchRun(executionParams: {selector: {repositoryLocationName: "whosaid",
    repositoryName: "__repository__", jobName: "whosaid"}, runConfigData: {}}) {__typename}}"""
IS_VALID = """query($config: RunConfigData) {isPipelineConfigValid(runConfigData: $config, mode: "default", pipeline:
    {repositoryLocationName: "whosaid", repositoryName: "__repository__", pipelineName: "whosaid"}) {__typename}}"""


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
