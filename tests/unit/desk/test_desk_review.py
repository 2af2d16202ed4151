"""The review: what each answer writes, what it takes back, and that nobody's line is lost."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from desk_pages import HERE, csrf_of, field, sign_in
from starlette.testclient import TestClient

from pipelines.corrections.read import read_corrections
from pipelines.desk.app import make_app
from pipelines.desk.questions.review import find_asked, find_queue
from pipelines.resolve.entities.user_files.decisions import read_decisions
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.reading import connect_to_published

PEOPLE, LINES = 8, 5


def form_of(page: str, **given: str) -> dict[str, str]:
    names = ("csrf", "quote_id", "article_id", "next", "stay")
    return {**{name: field(page, name) for name in names}, **given}


def answer(client: TestClient, **given: str) -> str:
    """Answer the first quote of the queue; return the page that follows."""
    return client.post("/review/correct", data=form_of(client.get("/review").text, **given)).text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"wrong": "nothing"}, {}),
        ({"wrong": "speaker", "speaker": "Casper Achterberg"}, {"speaker": "Casper Achterberg"}),
        ({"wrong": "speaker", "speaker": ""}, {"speaker": None}),
        ({"wrong": "not_a_quote"}, {}),
        ({"wrong": "kind", "kind": "mixed"}, {"kind": "mixed"}),
    ],
)
def test_an_answer_is_one_line_signed_and_dated(
    writer: TestClient, own_folder: DataFolder, given: dict[str, str], said: dict[str, str | None]
) -> None:
    with connect_to_published(own_folder) as connection:
        quotes = connection.execute(
            "select quote_id, content from quotes where article_id = (select article_id from entity_mentions"
            " where entity_name = 'Casper Achterberg' order by 1 limit 1) order by quote_no"
        ).fetchall()
    page = writer.get(f"/review?at={quotes[0][0]}").text
    after = writer.post("/review/correct", data=form_of(page, **given)).text
    (row,) = read_corrections(own_folder.corrections)
    assert (row["quote_id"], row["words"], row["corrected_by"]) == (*quotes[0], "Ida Moor")
    assert row["wrong"] == given["wrong"] and {name: row[name] for name in said} == said
    assert "<strong>1</strong> wait for the next run" in after
    assert "Waits for the next run" in writer.get(f"/article/{row['article_id']}").text


def test_the_next_quote_follows_and_the_answered_one_is_asked_no_more(writer: TestClient) -> None:
    first = writer.get("/review").text
    followed = answer(writer, wrong="nothing")
    assert field(followed, "quote_id") == field(first, "next") != field(first, "quote_id")
    assert field(writer.get("/review").text, "quote_id") == field(first, "next")


def test_words_that_are_selected_become_spans_and_missing_quotes(writer: TestClient, own_folder: DataFolder) -> None:
    page = writer.get("/review").text
    writer.post("/review/correct", data=form_of(page, wrong="span", spans="40-60"))
    writer.post("/review/correct", data=form_of(page, wrong="missing", place="40-60", kind="direct", speaker=""))
    span, missing = read_corrections(own_folder.corrections)
    assert [(s.start_char, s.end_char) for s in span["spans"]] == [(40, 60)]
    assert (missing["start_char"], missing["end_char"], missing["quote_id"]) == (40, 60, None)


def test_what_means_nothing_is_said_on_the_page_and_not_written(writer: TestClient, own_folder: DataFolder) -> None:
    for given, said in (
        ({"wrong": "speaker", "speaker": "Lia Nobody"}, "the article names nobody called"),
        ({"wrong": "span", "spans": "1-99999999"}, "the article ends at"),
        ({"wrong": "missing", "place": "here"}, "name what is missing as"),
        ({"wrong": "everything"}, "choose from"),
    ):
        assert said in answer(writer, **given), given
    assert not own_folder.corrections.exists()
    assert "wait for the next run" in answer(writer, wrong="speaker", speaker="Lia Nobody", force="yes")


def test_nobody_corrects_without_a_name(own_folder: DataFolder) -> None:
    client = TestClient(make_app(own_folder), base_url=HERE)
    assert "Give your name first" in answer(client, wrong="nothing")
    assert not own_folder.corrections.exists()


def test_one_takes_back_what_is_one_s_own(writer: TestClient, own_folder: DataFolder) -> None:
    page = answer(writer, wrong="nothing")
    taken = {"csrf": field(page, "csrf"), "correction_id": field(page, "correction_id")}
    other = sign_in(TestClient(make_app(own_folder), base_url=HERE), "Lia Tarn")
    assert "no correction of that id by Lia Tarn" in other.post("/review/undo", data=taken).text
    assert len(read_corrections(own_folder.corrections)) == 1
    writer.post("/review/undo", data=taken)
    assert read_corrections(own_folder.corrections) == []


def test_who_is_the_same_is_decided_and_taken_back(writer: TestClient, own_folder: DataFolder) -> None:
    with connect_to_published(own_folder) as connection:
        left, right = [row[0] for row in connection.execute("select entity_id from entities limit 2").fetchall()]
    form = {"csrf": csrf_of(writer), "left_id": left, "right_id": right, "back": "/review"}
    page = writer.post("/review/decide", data={**form, "decision": "not_same"}).text
    (decision,) = read_decisions(own_folder.decisions)
    assert (decision.left_id, decision.right_id, decision.decision) == (left, right, "not_same")
    assert "Ida Moor" in own_folder.decisions.read_text() and "<strong>1</strong> wait" in page
    writer.post("/review/decide", data={**form, "decision": "undo"})
    assert read_decisions(own_folder.decisions) == []
    assert (
        "are not two entities"
        in writer.post("/review/decide", data={**form, "right_id": "e0", "decision": "same"}).text
    )


def test_a_decision_keeps_to_the_columns_of_a_file_of_one_s_own(writer: TestClient, own_folder: DataFolder) -> None:
    own_folder.decisions.write_text("left_id,right_id,decision,note\nx,y,same,mine\n")
    with connect_to_published(own_folder) as connection:
        left, right = [row[0] for row in connection.execute("select entity_id from entities limit 2").fetchall()]
    form = {"csrf": csrf_of(writer), "left_id": left, "right_id": right, "decision": "same"}
    writer.post("/review/decide", data=form)
    lines = own_folder.decisions.read_text().splitlines()
    assert lines[:2] == ["left_id,right_id,decision,note", "x,y,same,mine"]
    assert re.fullmatch(rf'{left},{right},same,"Ida Moor, 2\S+Z"', lines[2])


def test_eight_people_at_once_lose_no_line(own_folder: DataFolder) -> None:
    app = make_app(own_folder)
    with connect_to_published(own_folder) as connection:
        ids = [
            row[0] for row in connection.execute("select quote_id from quotes order by 1 limit ?", [LINES]).fetchall()
        ]
    clients = [sign_in(TestClient(app, base_url=HERE), f"Reader {number}") for number in range(PEOPLE)]

    def correct(client: TestClient) -> None:
        for quote_id in ids:
            page = client.get(f"/review?at={quote_id}").text
            assert client.post("/review/correct", data=form_of(page, wrong="nothing")).status_code == 200

    with ThreadPoolExecutor(PEOPLE) as pool:
        for done in [pool.submit(correct, client) for client in clients]:
            done.result()
    said = {(row["quote_id"], row["corrected_by"]) for row in read_corrections(own_folder.corrections)}
    assert said == {(quote_id, f"Reader {number}") for quote_id in ids for number in range(PEOPLE)}


def test_what_teaches_most_comes_first(sample: DataFolder) -> None:
    with connect_to_published(sample) as connection:
        queue = find_queue(connection)
        worth = [row["teaches"] for row in queue]
        assert worth == sorted(worth, reverse=True) and len(queue) > 10
        assert all(row["rules"] or row["speaker_score"] < 0.9 for row in queue)
        asked = find_asked(connection, queue[0]["quote_id"])
        assert asked is not None and asked.quote["speaker"] not in asked.alternatives
        narrowed = find_queue(connection, rule="quoted_words_changed")
        assert narrowed and all("quoted_words_changed" in row["rules"] for row in narrowed)
