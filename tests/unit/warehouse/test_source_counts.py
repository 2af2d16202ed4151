"""What is counted of sources: by whom words are reported, and how evenly an outlet quotes."""

import pytest

from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder
from tests.lake_samples import Said, Story, annotation_rows, ingest, resolve
from tests.published import make, rows
from tests.unit.warehouse.test_corrections import correct

NAMES = ("Odo Fenn", "Ida Brill", "Tomas Ruel")
WORDS = ("The pier will open again,", "Nobody will swim to work,", "The subsidy stays,")


def annotate_with(lake: Lake, story: Story, changes: dict[int, dict[str, object]]) -> None:
    """Commit the annotation of `story`, some of its quotes changed, as a finder that reads more would give it."""
    made = annotation_rows(story)
    for number, change in changes.items():
        made["quotes"][number].update(change)
    key = {"article_id": story.article_id, "revision": 1, "batch_id": "b1", "reader_version": "r1"}
    with lake.commit(stage="annotate", batch_id="b1", versions={"reader": "r1"}) as writer:
        writer.covers += lake.commits()[0].files["articles"]
        for table, found in made.items():
            writer.add(table, [{**key, **row} for row in found])


def test_words_inside_a_quote_come_through_who_says_it(data: DataFolder, lake: Lake) -> None:
    text = "\n".join(["Pier", *(f'"{said}" said {name}.' for said, name in zip(WORDS, NAMES, strict=True))])
    story = Story("a7", text, [Said(said, name) for said, name in zip(WORDS, NAMES, strict=True)])
    ingest(lake, "b1", [story])
    annotate_with(lake, story, {1: {"parent_quote_no": 0}, 2: {"parent_quote_no": 1}})
    resolve(lake, "b1")
    make(data)
    found = rows(data.warehouse, "select speaker, reported_by from quotes order by quote_no")
    assert found == [("Odo Fenn", []), ("Ida Brill", ["Odo Fenn"]), ("Tomas Ruel", ["Ida Brill", "Odo Fenn"])]


def test_a_reporter_without_a_name_is_told_as_printed_and_a_corrected_one_by_its_name(
    data: DataFolder, lake: Lake
) -> None:
    text = 'Ferry stops\n"No boats today," said an official.\n"None," said Ida Brill.'
    story = Story("a2", text, [Said("No boats today,", "an official"), Said("None,", "Ida Brill")])
    unnamed = {"speaker": None, "speaker_mention_id": None, "speaker_local_entity_no": None, "resolution_path": []}
    ingest(lake, "b1", [story])
    annotate_with(lake, story, {0: unnamed, 1: {"parent_quote_no": 0}})
    resolve(lake, "b1")
    make(data)
    told = "select reported_by from quotes where quote_no = 1"
    assert rows(data.warehouse, told) == [(["an official"],)]
    correct(data, "b2", 'a2.1.q0,"No boats today,",speaker,Odo Fenn,,,Ida Moor,2026-03-05\n')
    make(data)
    assert rows(data.warehouse, told) == [(["Odo Fenn"],)]


@pytest.mark.parametrize(("counts", "effective"), [((1, 1, 1), 3.0), ((9, 1, 0), 1.384), ((2, 0, 0), 1.0)])
def test_speakers_are_worth_as_many_as_would_be_as_diverse_if_quoted_equally_often(
    data: DataFolder, lake: Lake, counts: tuple[int, ...], effective: float
) -> None:
    said = [
        (f"Pier number {number} of {name.split()[1]} will open in the coming spring,", name)
        for name, count in zip(NAMES, counts, strict=True)
        for number in range(count)
    ]
    story = Story("a8", "\n".join(["Piers", *(f'"{words}" said {name}.' for words, name in said)]))
    story = Story("a8", story.text, [Said(words, name) for words, name in said])
    ingest(lake, "b1", [story])
    annotate_with(lake, story, {})
    resolve(lake, "b1")
    make(data)
    found = rows(data.warehouse, "select n_statements, n_speakers, effective_speakers from source_diversity")
    assert found == [(sum(counts), sum(count > 0 for count in counts), pytest.approx(effective, abs=0.001))]
