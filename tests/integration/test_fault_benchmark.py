"""The fault benchmark runs: a few faults of each kind, put into the sample and judged by the real dbt project."""

from pathlib import Path

import pytest

from benchmarks.fault_bench.account import Alarms, Tally, as_json, read_kinds
from benchmarks.fault_bench.across_faults import across_faults
from benchmarks.fault_bench.gold import read_sample
from benchmarks.fault_bench.lakes import judge_across, judge_alone, judge_batches
from benchmarks.fault_bench.variants import annotated
from benchmarks.faults import faults_alone

EACH = 3


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Tally], Alarms]:
    variants = [annotated(case) for case in read_sample()]
    return judge_alone(tmp_path_factory.mktemp("alone"), variants, faults_alone(variants, EACH), ["sample"])


def test_every_kind_of_fault_that_an_article_shows_is_put_in(account: tuple[dict[str, Tally], Alarms]) -> None:
    injected = {kind: tally.injected for kind, tally in account[0].items()}
    assert set(injected) <= set(read_kinds())
    assert len(injected) >= 20
    assert set(injected.values()) == {EACH}


@pytest.mark.parametrize("fault_class", ["span", "source", "speaker_foreign"])
def test_faults_that_the_article_itself_shows_are_found(
    account: tuple[dict[str, Tally], Alarms], fault_class: str
) -> None:
    tallies = {kind: account[0][kind] for kind in account[0] if read_kinds()[kind].fault_class == fault_class}
    assert {kind: tally.missed for kind, tally in tallies.items() if tally.missed} == {}


def test_half_of_the_speakers_swapped_for_another_of_the_article_are_found_at_least(
    account: tuple[dict[str, Tally], Alarms],
) -> None:
    assert account[0]["speaker_swapped_inside"].detected >= EACH / 2


def test_the_account_counts_what_it_says(account: tuple[dict[str, Tally], Alarms]) -> None:
    written = as_json(*account)
    assert written["kinds"]["content_shifted"] == {"class": "span", "injected": EACH, "detected": EACH}
    assert written["clean"]["quotes"] == account[1].quotes > 100


def test_a_batch_that_lost_half_of_something_is_out_of_range(tmp_path: Path) -> None:
    tallies = judge_batches(tmp_path, [annotated(case) for case in read_sample()], 1)
    # the sample's articles are short and unlike: half as many quotes is within what they vary by
    wanted = {kind.name for kind in read_kinds().values() if kind.fault_class == "batch"} - {"batch_quotes_lost"}
    assert {kind for kind, tally in tallies.items() if tally.detected == tally.injected == 1} >= wanted


def test_what_one_outlet_of_four_prints_otherwise_is_found(tmp_path: Path) -> None:
    faults = across_faults([annotated(case) for case in read_sample()], EACH)
    tallies = judge_across(tmp_path, faults)
    assert {read_kinds()[kind].fault_class for kind in tallies} == {"altered"}
    injected = sum(tally.injected for tally in tallies.values())
    assert injected == len(faults) >= 5
    assert sum(tally.detected for tally in tallies.values()) >= injected - 1
