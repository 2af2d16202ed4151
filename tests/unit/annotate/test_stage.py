"""What waits to be annotated, and a step that is tried again."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from lake_samples import BRIDGE, FERRY, Story, ingest

from pipelines.annotate.annotators import RuleAnnotator
from pipelines.annotate.stage import annotate_pending, pending_parts
from pipelines.lake import Lake
from pipelines.records import Annotation, Document


class OtherRules(RuleAnnotator):
    version = "rules-other"


def test_a_version_that_is_given_back_to_read_reads_again_what_another_read_since(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    ingest(lake, "b1", [FERRY])
    for batch_id, rules in (("b1", RuleAnnotator), ("b2", OtherRules)):
        annotate_pending(lake, rules, batch_id=batch_id)
        assert not pending_parts(lake, rules().version)
    assert len(pending_parts(lake, RuleAnnotator().version)) == 1
    annotate_pending(lake, RuleAnnotator, batch_id="b3")
    assert not pending_parts(lake, RuleAnnotator().version)
    assert lake.commits()[-1].versions["reader"] == RuleAnnotator().version


def test_a_step_that_is_tried_again_in_its_batch_goes_on_after_the_parts_that_it_committed(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    ingest(lake, "b1", [FERRY])
    ingest(lake, "b2", [BRIDGE])

    class Away(RuleAnnotator):
        """Its disk is away at the second article."""

        def annotate(self, documents: Sequence[Document]) -> list[Annotation]:
            if "Bridge" in documents[0].text:
                raise KeyboardInterrupt
            return super().annotate(documents)

    with pytest.raises(KeyboardInterrupt):
        annotate_pending(lake, Away, batch_id="b2")
    annotate_pending(lake, RuleAnnotator, batch_id="b2")
    assert not pending_parts(lake, RuleAnnotator().version)


WHOLE = Story("a1", 'Mill opens\n"We open at nine," said Odo Fenn.')
STUB = Story("a2", 'Ferry late\n"We waited," said Lia Tarn.', extra={"completeness": "stub"})


def test_what_is_not_whole_is_annotated_only_where_it_is_asked_for(tmp_path: Path) -> None:
    lake, version = Lake(tmp_path / "lake"), RuleAnnotator().version
    ingest(lake, "b1", [WHOLE, STUB])
    report = annotate_pending(lake, RuleAnnotator, batch_id="b1")
    assert (report.articles, report.skipped_incomplete) == (1, 1)
    assert pending_parts(lake, version) == []
    assert len(pending_parts(lake, version, incomplete=True)) == 1
    asked = annotate_pending(lake, RuleAnnotator, batch_id="b2", incomplete=True)
    assert (asked.articles, pending_parts(lake, version, incomplete=True)) == (2, [])
    assert sorted(lake.read("quotes")["article_id"].to_pylist()) == ["a1", "a1", "a2"]


def test_what_an_outlet_prints_under_every_article_gives_no_quotes_and_is_marked(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    form = '"Send us your pictures of the harbour," said Ida Moor, the editor.'
    days = ("Monday", "Tuesday", "Wednesday")
    stories = [
        Story(f"a{day}", f'News of {day}\n"We open on {day} at nine and close at {day} noon," said Odo Fenn.\n{form}')
        for day in days
    ]
    ingest(lake, "b1", stories)
    annotate_pending(lake, RuleAnnotator, batch_id="b1")
    assert set(lake.read("quotes")["speaker"].to_pylist()) == {"Odo Fenn"}
    marked = [row["start_char"] for row in lake.read("sentences").to_pylist() if row["is_boilerplate"]]
    assert marked == [story.text.index(form) for story in stories]
