"""The lakes that faults are judged in, and what the warehouses built from them say of each fault."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.fault_bench.account import Alarms, Placed, Pointed, Tally, alarms, tally
from benchmarks.fault_bench.faults import Fault
from benchmarks.fault_bench.judged import Batch, Found, build, findings, write
from benchmarks.fault_bench.variants import Variant
from pipelines.lake import Lake
from pipelines.resources.data_folder import DataFolder

BATCH = "20260303T000000Z-0001"


def judge_alone(
    folder: Path, clean: Sequence[Variant], faults: Sequence[Fault], known_right: Sequence[str]
) -> tuple[dict[str, Tally], Alarms]:
    """Judge faults that an article shows by itself, and the clean articles of the gold named in `known_right`.

    All articles lie in one lake. Nothing there compares them: the stages that look across articles do not run.
    """
    ids: dict[int, str] = {}  # a clean article's case -> its id
    articles: list[tuple[str, Variant]] = []

    def add(variant: Variant) -> str:
        articles.append((f"{len(articles):016x}", variant))
        return articles[-1][0]

    def add_clean(variant: Variant) -> str:
        if id(variant.case) not in ids:
            ids[id(variant.case)] = add(variant)
        return ids[id(variant.case)]

    right = {add_clean(one): len(one.quotes) for one in clean if one.case.origin in known_right}
    placed = [Placed(f, [add_clean(v) for v in f.clean], [add(v) for v in f.faulted]) for f in faults]
    found = _found(folder, [Batch(BATCH, articles)])
    return tally(placed, Pointed(found), Pointed(found)), alarms(right, found)


def _found(folder: Path, batches: Sequence[Batch]) -> list[Found]:
    data = DataFolder(folder)
    for batch in batches:
        write(Lake(data.lake), batch)
    return findings(build(data))
