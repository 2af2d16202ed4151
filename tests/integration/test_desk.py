"""The desk in a headless Chromium: every page, held to WCAG AA by axe-core, and the whole review by keyboard.

Set WHOSAID_SCREENSHOTS to a folder to keep pictures of the pages.
"""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from browsers import open_browser
from command_line import whosaid

from pipelines.corrections.read import read_corrections
from pipelines.desk.app import make_app
from pipelines.resources.data_folder import DataFolder
from pipelines.warehouse.reading import open_warehouse

AXE = Path(__file__).resolve().parents[1] / "axe" / "axe-core-4.14.1.min.js"  # from npm, MPL-2.0
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = {"light": ("light", 1200), "dark": ("dark", 1200), "narrow": ("light", 400)}
SECONDS_TO_START = 30


@pytest.fixture(scope="module")
def folder(sample: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A copy of the sample that corrections may change."""
    own = DataFolder(tmp_path_factory.mktemp("desk") / "data")
    shutil.copytree(sample.root, own.root)
    return own


@pytest.fixture(scope="module")
def desk(folder: DataFolder) -> Iterator[str]:
    """The address of the desk."""
    server = uvicorn.Server(uvicorn.Config(make_app(folder), host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + SECONDS_TO_START
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with open_browser() as opened:
        yield opened


def pages(folder: DataFolder) -> dict[str, str]:
    """Return the address of one page of each kind."""
    with open_warehouse(folder) as warehouse:

        def first(query: str) -> str:
            return str((warehouse.execute(query).fetchone() or ("none",))[0])

        return {
            "front": "/",
            "search": "/search?q=the",
            "articles": "/search?in=articles&q=truce",
            "article": "/article/"
            + first("select article_id from articles order by n_quotes desc, article_id limit 1"),
            "speaker": "/speaker/" + first("select entity_id from speakers order by n_utterances desc, name limit 1"),
            "outlet": "/outlet/" + first("select outlet_id from outlets order by n_quotes desc, name limit 1"),
            "utterance": "/utterance/"
            + first("select utterance_id from utterances order by n_articles desc, 1 limit 1"),
            "findings": "/findings",
            "review": "/review",
            "quality": "/quality",
            "sql": "/sql?query=select+name,+n_utterances+from+speakers+order+by+2+desc+limit+10",
        }


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_accessible_fits_and_asks_no_other_site(
    look: str, browser: Any, desk: str, folder: DataFolder
) -> None:
    scheme, width = LOOKS[look]
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for name, address in pages(folder).items():
        assert page.goto(desk + address).status == 200, name
        if shown := os.environ.get("WHOSAID_SCREENSHOTS"):
            Path(shown).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{shown}/desk-{name}-{look}.png")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
        wrong = [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found["violations"]]
        assert not wrong, name
    page.close()
    assert all(url.startswith((desk, "data:")) for url in asked)
    assert not said  # a policy that a page breaks is said on the console


def test_dbt_s_documentation_opens_in_its_box(browser: Any, desk: str) -> None:
    page = browser.new_page()
    page.set_default_timeout(120_000)  # no measure of speed
    page.goto(f"{desk}/docs#!/model/model.whosaid.quote_speakers")
    page.get_by_role("heading", name="quote_speakers").first.wait_for()
    assert (
        page.evaluate("() => { try { return document.cookie } catch (error) { return error.name } }") == "SecurityError"
    )
    page.close()


def test_pages_are_read_without_javascript(browser: Any, desk: str, folder: DataFolder) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(desk)
    page.get_by_role("searchbox").fill("truce")
    page.get_by_role("button", name="Search").click()
    page.locator("blockquote a").first.click()
    assert page.locator(".number").count() > 2
    page.locator(".text .number").first.click()
    assert page.locator(".beside:target").count() == 1
    context.close()


def test_the_whole_review_by_keyboard(browser: Any, desk: str, folder: DataFolder) -> None:
    page = browser.new_page()
    page.set_default_timeout(120_000)  # no measure of speed
    page.goto(f"{desk}/review")
    page.get_by_label("Your name").fill("Ida Moor")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Change").wait_for()

    first = asked(page)
    alternative = page.locator('form[data-key="1"] input[name=speaker]').input_value()
    press(page, "1")
    second = asked(page)
    assert second != first
    press(page, "j")
    press(page, "k")
    assert asked(page) == second
    page.goto(f"{desk}/review")
    assert asked(page) == second  # what is answered is asked no more
    press(page, "y")

    third = asked(page)
    page.keyboard.press("o")
    name = page.locator("#people option").last.get_attribute("value")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    moved_from(page, third)

    fourth = asked(page)
    select_first_words(page)
    assert page.locator("#spans").input_value()
    press(page, "s")
    page.get_by_text("4 wait for the next run").wait_for()
    page.keyboard.press("u")
    page.get_by_text("3 wait for the next run").wait_for()
    page.close()

    said = {row["quote_id"]: row for row in read_corrections(folder.corrections)}
    assert [*said] == [first, second, third]
    assert {row["corrected_by"] for row in said.values()} == {"Ida Moor"}
    assert (said[first]["speaker"], said[second]["wrong"], said[third]["speaker"]) == (alternative, "nothing", name)
    assert fourth not in said

    done = whosaid("run", "--data", folder.root)
    assert done.returncode == 0, done.stderr
    assert "Corrections" in done.stdout
    after = browser.new_page()
    after.goto(f"{desk}/article/{first.split('.')[0]}")
    card = after.locator(f'[data-card="{first}"]')
    assert alternative in card.inner_text() and "Corrected" in card.inner_text()
    after.goto(f"{desk}/review")
    assert after.get_by_text("wait for the next run").count() == 0
    after.goto(f"{desk}/quality")
    assert after.get_by_role("row", name="speaker").count() >= 1
    after.close()


def asked(page: Any) -> str:
    return str(page.locator('.answers input[name="quote_id"]').first.input_value())


def press(page: Any, key: str) -> None:
    """Press a key that goes on to another quote, and wait for it."""
    before = asked(page)
    page.keyboard.press(key)
    moved_from(page, before)


def moved_from(page: Any, quote_id: str) -> None:
    there = '.answers input[name="quote_id"]'
    page.wait_for_function("([there, id]) => document.querySelector(there)?.value !== id", arg=[there, quote_id])


def select_first_words(page: Any) -> None:
    page.evaluate(
        """() => {
            const text = document.querySelector(".asked span.asked").firstChild;
            document.getSelection().setBaseAndExtent(text, 0, text, Math.min(12, text.length));
        }"""
    )
    page.wait_for_function("() => document.querySelector('#spans').value")
