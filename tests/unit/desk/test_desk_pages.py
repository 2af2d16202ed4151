"""Every page that is only read, on the sample, without a browser."""

import re

import duckdb
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from desk_pages import HERE, links
from starlette.testclient import TestClient

from pipelines.desk.app import make_app
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.reading import connect_to_published

KINDS = ("article", "speaker", "outlet", "utterance")
HOSTILE = """<script>alert(1)</script>"><img src=x onerror=alert(2)> {{ 7 * 7 }} \u202e'"""


def test_the_first_page_leads_to_every_kind_of_page(reader: TestClient) -> None:
    front = reader.get("/").text
    for start in ("/speaker/", "/outlet/", "/findings?rule="):
        for address in links(front, start):
            assert reader.get(address).status_code == 200, address
    assert "Marcus Hale" in front and "Rejected inputs" in front


def test_search_finds_words_phrases_and_what_facets_narrow(reader: TestClient) -> None:
    found = reader.get("/search", params={"q": '"a pause for reloading"'}).text
    assert re.findall(r"<mark>(.*?)</mark>", found) == ["a pause for reloading"] * found.count("<mark>")
    assert "<mark>" in found and "Danilo Vertich" in found
    narrowed = reader.get("/search", params={"speaker": "Marcus Hale", "kind": "direct"}).text
    assert "Danilo Vertich</a> <span" not in narrowed and "Marcus Hale" in narrowed
    assert "Nothing found" in reader.get("/search", params={"q": "zygote"}).text
    assert reader.get("/search", params={"in": "articles", "q": "truce"}).text.count('class="card"') >= 2


def test_the_sql_that_is_shown_gives_the_rows_that_are_shown(reader: TestClient, sample: DataFolder) -> None:
    asked = {"q": "truce", "outlet": "Northern Courier", "since": "2026-01-01", "role": "president"}
    shown = reader.get("/search", params=asked).text
    sql = re.search(r'<pre id="sql-text" tabindex="0">(.*?)</pre>', shown, re.DOTALL)
    assert sql is not None
    text = sql[1].replace("&#39;", "'").replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
    with connect_to_published(sample) as connection:
        found = connection.execute(text).fetchall()
    assert found and len(found) == shown.count('class="card"')


def test_a_result_is_a_file_in_three_formats(reader: TestClient) -> None:
    asked = {"q": "truce"}
    lines = reader.get("/search.csv", params=asked)
    assert lines.headers["content-disposition"] == 'attachment; filename="whosaid-quotes.csv"'
    objects = orjson.loads(reader.get("/search.json", params=asked).content)
    table = pq.read_table(pa.BufferReader(reader.get("/search.parquet", params=asked).content))
    assert len(objects) == table.num_rows > 0
    assert lines.text.splitlines()[0].startswith("quote_id,speaker,")


def test_an_article_shows_its_text_whole_and_in_order(reader: TestClient, sample: DataFolder) -> None:
    with connect_to_published(sample) as connection:
        articles = connection.execute("select article_id, text, body_start_char from articles").fetchall()
    assert articles
    for article_id, text, body_start in articles:
        page = reader.get(f"/article/{article_id}").text
        body = re.search(r'<div class="body">(.*?)</div>\s*</article>', page, re.DOTALL)
        assert body is not None
        shown = re.sub(r'<a class="number.*?</a>', "", body[1], flags=re.DOTALL)
        plain = re.sub(r"<[^>]+>", "", shown)
        for code, sign in (("&#39;", "'"), ("&#34;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
            plain = plain.replace(code, sign)
        assert "".join(plain.split()) == "".join(text[body_start:].split()), article_id


def test_each_quote_of_an_article_has_its_place_and_its_card(reader: TestClient, sample: DataFolder) -> None:
    with connect_to_published(sample) as connection:
        ids = connection.execute("select quote_id, article_id from quotes order by 1").fetchall()
    for quote_id, article_id in ids:
        page = reader.get(f"/article/{article_id}").text
        assert page.count(f'id="{quote_id}"') == 1 and page.count(f'id="card-{quote_id}"') == 1


def test_an_utterance_shows_all_its_prints(reader: TestClient, sample: DataFolder) -> None:
    with connect_to_published(sample) as connection:
        query = "select utterance_id, count(*) from utterance_quotes group by all order by 2 desc limit 1"
        utterance_id, n_prints = connection.execute(query).fetchone() or ("", 0)
    page = reader.get(f"/utterance/{utterance_id}").text
    assert page.count('class="card') == n_prints > 2 and "first print" in page


@pytest.mark.parametrize("path", ["/quality", "/sql", "/review", "/findings", "/search?page=9999999999&since=never"])
def test_other_pages_answer(reader: TestClient, path: str) -> None:
    assert reader.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/article/none", "/speaker/none", "/outlet/none", "/utterance/none", "/review?at=none"]
)
def test_what_is_not_there_is_said(reader: TestClient, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 404 and "Not this time" in answer.text


def test_hostile_titles_names_and_words_are_text(own_folder: DataFolder) -> None:
    with duckdb.connect(str(own_folder.warehouse)) as connection:
        for table, columns in (
            ("articles", ("title", "byline", "outlet", "wire_credit")),
            ("quotes", ("speaker", "speaker_as_printed", "content", "source", "cue", "channel", "outlet", "title")),
            ("attribution_findings", ("evidence", "suggestion", "outlet")),
            ("ingest_outcomes", ("path", "detail")),
            ("outlets", ("name",)),
            ("entities", ("name",)),
            ("utterances", ("text", "speaker")),
            ("utterance_quotes", ("text", "speaker", "outlet")),
        ):
            for column in columns:
                connection.execute(f"update {table} set {column} = ?", [HOSTILE])
        connection.execute("update articles set url = 'javascript:alert(3)'")
        ids = connection.execute(
            "select article_id, quote_id, speaker_entity_id, outlet_id, utterance_id from quotes"
            " inner join utterance_quotes using (quote_id, article_id)"
            " where quotes.speaker_entity_id is not null and outlet_id is not null limit 1".replace(
                "speaker_entity_id, outlet_id", "quotes.speaker_entity_id, outlet_id"
            )
        ).fetchone()
    assert ids is not None
    article, quote, entity, outlet, utterance = ids
    client = TestClient(make_app(own_folder), base_url=HERE)
    pages = ["/", "/search?q=script", "/search?in=articles", f"/article/{article}", f"/speaker/{entity}", "/findings"]
    pages += [f"/outlet/{outlet}", f"/utterance/{utterance}", f"/review?at={quote}", "/quality"]
    pages += ["/sql?query=select+speaker+from+quotes+limit+3", f"/search?q={HOSTILE}", f"/sql?query={HOSTILE}"]
    for page in pages:
        shown = client.get(page).text
        assert "<script>alert" not in shown and "<img" not in shown and 'href="javascript:' not in shown, page
        assert "49" not in re.findall(r"alert\(2\)&gt; (\S+)", shown)
    assert "&lt;script&gt;" in client.get(pages[3]).text
