"""What the desk refuses: other pages and hosts, forms without their secret, strangers without the token."""

import pytest
from desk_pages import HERE, csrf_of
from starlette.testclient import TestClient

from pipelines.desk.app import make_app
from pipelines.resources.data_folder import DataFolder

TOKEN = "a-token-of-this-test"
WRITES = ("/review/correct", "/review/undo", "/review/decide", "/review/name")


def test_every_answer_has_a_policy_without_inline_scripts_and_other_sites(reader: TestClient) -> None:
    for path in ("/", "/review", "/static/desk.js", "/article/none", "/search.csv"):
        policies = reader.get(path).headers.get_list("content-security-policy")
        strict = [policy for policy in policies if policy.startswith("default-src 'none'; script-src 'self';")]
        assert strict and not any("unsafe" in policy or "http" in policy for policy in policies), path


def test_no_page_has_an_inline_script_a_style_or_an_address_of_another_site(reader: TestClient) -> None:
    for path in ("/", "/search?q=the", "/review", "/quality", "/sql", "/findings"):
        page = reader.get(path).text
        assert page.count("<script") == 2 and page.count("<script src=") == 2
        assert " style=" not in page and " onclick=" not in page and "<style" not in page
        outside = [part for part in page.split('src="')[1:] if not part.startswith("/static/")]
        assert not outside


@pytest.mark.parametrize("path", WRITES)
def test_a_form_without_the_secret_of_the_page_writes_nothing(
    writer: TestClient, own_folder: DataFolder, path: str
) -> None:
    for form in ({}, {"csrf": ""}, {"csrf": "guessed"}):
        assert writer.post(path, data={"wrong": "nothing", **form}).status_code == 403
    assert not own_folder.corrections.exists() and not own_folder.decisions.exists()
    assert writer.get(path).status_code in (404, 405)


def test_a_page_of_another_site_is_refused_even_with_the_secret(writer: TestClient, own_folder: DataFolder) -> None:
    form = {"csrf": csrf_of(writer), "wrong": "nothing"}
    for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert writer.post("/review/correct", data=form, headers=headers).status_code == 403
    assert not own_folder.corrections.exists()


def test_a_form_that_is_too_large_is_refused(writer: TestClient) -> None:
    assert writer.post("/review/correct", content=b"csrf=" + b"x" * 1_000_001).status_code == 413


def test_a_form_goes_back_to_pages_of_the_desk_alone(writer: TestClient) -> None:
    for back in ("https://evil.example/", "//evil.example/", "/\\evil.example", "/ok"):
        form = {"csrf": csrf_of(writer), "name": "Ida Moor", "back": back}
        answer = writer.post("/review/name", data=form, follow_redirects=False)
        assert answer.headers["location"] == ("/ok" if back == "/ok" else "/review?")


def test_other_machines_need_the_token_once(sample: DataFolder) -> None:
    client = TestClient(make_app(sample, token=TOKEN), base_url="http://news.example:3001")
    assert client.get("/").status_code == 401 and client.get("/static/desk.js").status_code == 401
    assert client.get("/?token=guess").status_code == 401
    answer = client.get(f"/search?q=truce&token={TOKEN}", follow_redirects=False)
    assert answer.headers["location"] == "/search?q=truce" and "httponly" in answer.headers["set-cookie"].lower()
    assert client.get("/").status_code == 200
    assert client.post("/review/name", data={}, headers={"Origin": "http://evil.example"}).status_code == 403


def test_without_a_token_other_names_of_the_machine_are_refused(sample: DataFolder) -> None:
    assert TestClient(make_app(sample), base_url="http://news.example:3001").get("/").status_code == 403
    assert TestClient(make_app(sample), base_url=HERE).get("/").status_code == 200


def test_charts_open_in_a_box_and_no_other_file_does(writer: TestClient, own_folder: DataFolder) -> None:
    own_folder.charts.mkdir(parents=True)
    (own_folder.charts / "person_waterfall.html").write_text("<script>draw()</script>")
    answer = writer.get("/charts/person_waterfall")
    assert answer.status_code == 200 and answer.headers["Content-Security-Policy"].startswith("sandbox allow-scripts;")
    for other in ("thing_waterfall", "..%2f..%2fwarehouse", "%2e%2e"):
        assert writer.get(f"/charts/{other}").status_code == 404
