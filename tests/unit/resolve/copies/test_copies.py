"""Articles that copy one another. All texts are invented."""

import pyarrow as pa
import pytest

from pipelines.resolve.copies import Copies, find_copies, list_copies
from pipelines.resolved import COPY_TABLES
from tests.unit.resolve.printed_articles import Printed, article_rows

WIRE = (
    "An engineer who had inspected the old bridge a year before it fell told a public inquiry on Tuesday that nobody "
    "had answered his letters. Four people died when it gave way in June. The county's lawyer asked him whether he "
    "had called for the bridge to be closed, and he answered that closing it had been a matter for the councillors."
)
OWN = (
    "The bakery on Mill Street has opened at dawn for ninety years. Its owner says the ovens are older than the "
    "church, and that no apprentice has ever left without learning to plait nine strands of dough in the dark."
)


def find(*articles: Printed, known: Copies | None = None, earlier: tuple[Printed, ...] = ()) -> Copies:
    def read(names: list[str]) -> pa.Table:
        return article_rows(*(article for article in earlier if article.article_id in names))

    return find_copies(article_rows(*articles), known or Copies.none(), read_articles=read)


def test_the_same_body_is_identical_whatever_its_marks_and_the_earlier_is_the_original() -> None:
    later = Printed("a", [WIRE.replace("'", "’").upper()], day=1)
    (row,) = find(later, Printed("b", [WIRE], wire_credit="AP")).copies.to_pylist()
    assert (row["article_id"], row["copy_article_id"], row["kind"]) == ("b", "a", "identical")
    assert (row["containment"], row["copy_containment"], row["printed_first"]) == (1.0, 1.0, "article")
    assert (row["wire_credit"], row["is_uncredited"]) == ("AP", True)


def test_an_article_within_a_longer_one_is_contained() -> None:
    (row,) = find(Printed("a", [WIRE]), Printed("b", [OWN, WIRE, OWN.upper()], day=1)).copies.to_pylist()
    assert (row["kind"], row["containment"]) == ("contained", 1.0)
    assert row["copy_containment"] == pytest.approx(len(WIRE.split()) / len(f"{OWN} {WIRE} {OWN}".split()), abs=0.02)


def test_passages_give_both_places() -> None:
    articles = (Printed("a", [WIRE]), Printed("b", [OWN, WIRE[:200]], day=1))
    found = find(*articles)
    (passage,) = found.passages.to_pylist()
    ours = articles[0].text[passage["start_char"] : passage["end_char"]]
    theirs = articles[1].text[passage["copy_start_char"] : passage["copy_end_char"]]
    assert ours == theirs
    assert WIRE.startswith(ours)
    assert passage["words"] == len(ours.split())


def test_a_passage_goes_on_over_a_changed_word() -> None:
    changed = WIRE.replace("on Tuesday", "yesterday")
    (passage,) = find(Printed("a", [WIRE]), Printed("b", [changed], day=1)).passages.to_pylist()
    assert changed[passage["copy_start_char"] : passage["copy_end_char"]] == changed[:-1]


def test_articles_of_their_own_are_no_copies() -> None:
    found = find(Printed("a", [WIRE]), Printed("b", [OWN]))
    assert (len(found.copies), len(found.passages)) == (0, 0)


@pytest.mark.parametrize(("days", "first"), [((0, 0), "same_time"), ((None, 0), "unknown"), ((0, 1), "article")])
def test_who_printed_first_is_said_or_left_open(days: tuple[float | None, float | None], first: str) -> None:
    (row,) = find(Printed("a", [WIRE], day=days[0]), Printed("b", [WIRE], day=days[1])).copies.to_pylist()
    assert row["printed_first"] == first


@pytest.mark.parametrize("precision", ["day", "local"])
def test_times_that_are_not_known_to_the_second_do_not_say_who_printed_first(precision: str) -> None:
    (row,) = find(Printed("a", [WIRE]), Printed("b", [WIRE], day=1, precision=precision)).copies.to_pylist()
    assert row["printed_first"] == "unknown"


def test_a_later_run_finds_copies_of_known_articles_and_asks_for_these_only() -> None:
    wire, own = Printed("wire", [WIRE]), Printed("own", [OWN])
    known = find(wire, own)
    found = find(Printed("late", [WIRE], day=1), known=known, earlier=(wire,))
    assert [(row["article_id"], row["copy_article_id"]) for row in found.copies.to_pylist()] == [("wire", "late")]
    assert list_copies(found.copies) == {"late"}


def test_an_article_that_comes_again_replaces_itself() -> None:
    wire, copy = Printed("wire", [WIRE]), Printed("copy", [WIRE], day=1)
    found = find(Printed("copy", [OWN], day=1, revision=2), known=find(wire, copy), earlier=(wire,))
    assert (len(found.copies), len(found.passages), len(found.fingerprints)) == (0, 0, 2)


def test_partial_copies_are_not_left_out_of_counts() -> None:
    half = Printed("b", [WIRE[: len(WIRE) // 2] + " " + OWN + " " + OWN.upper()], day=1)
    found = find(Printed("a", [WIRE + " " + "Nothing more was said of it in the town that evening. " * 3]), half)
    assert found.copies["kind"].to_pylist() == ["partial"]
    assert list_copies(found.copies) == frozenset()


@pytest.mark.parametrize("text", ["", "?!", "one", "one two three four"])
def test_bodies_of_few_words_are_taken_as_they_are(text: str) -> None:
    found = find(Printed("a", [text]), Printed("b", [text]), Printed("c", [OWN]))
    assert {row["kind"] for row in found.copies.to_pylist()} <= {"identical"}
    assert found.copies.schema == COPY_TABLES["article_copies"]
