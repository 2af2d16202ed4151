"""The lakes that faults are judged in, and what the warehouses built from them say of each fault."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.fault_bench.account import Alarms, Placed, Pointed, Tally, alarms, read_kinds, tally
from benchmarks.fault_bench.batch_faults import batch_id, batches, plan
from benchmarks.fault_bench.faults import SEED, Fault
from benchmarks.fault_bench.judged import Batch, Found, build, findings, out_of_range, resolve, write
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
    found = _found(folder, Batch(BATCH, articles))
    return tally(placed, Pointed(found), Pointed(found)), alarms(right, found)


def judge_across(folder: Path, faults: Sequence[Fault]) -> dict[str, Tally]:
    """Judge faults that other outlets give away: one lake with the clean prints, one with the faulted ones."""
    ids = [[f"{number:012x}{place:04x}" for place in range(len(fault.clean))] for number, fault in enumerate(faults)]
    placed = [Placed(fault, own, own) for fault, own in zip(faults, ids, strict=True)]
    clean = [pair for one in placed for pair in zip(one.clean, one.fault.clean, strict=True)]
    faulted = [pair for one in placed for pair in zip(one.faulted, one.fault.faulted, strict=True)]
    before = _found(folder / "clean", Batch(BATCH, clean), across=True)
    after = _found(folder / "faulted", Batch(BATCH, faulted), across=True)
    return tally(placed, Pointed(before), Pointed(after))


def judge_batches(folder: Path, clean: Sequence[Variant], most: int, *, seed: int = SEED) -> dict[str, Tally]:
    """Judge `most` faults of each kind that spoils a whole batch: the same lake without and with them."""
    planned = plan(most)
    seen = {}
    for spoilt in (False, True):
        data = DataFolder(folder / ("faulted" if spoilt else "clean"))
        for batch in batches(clean, planned, spoilt=spoilt, seed=seed):
            write(Lake(data.lake), batch)
        seen[spoilt] = out_of_range(build(data, "+batch_health"))
    kinds = read_kinds()
    tallies: dict[str, Tally] = {}
    for fault in planned:
        pointed = {measure for batch, measure in seen[True] - seen[False] if batch == batch_id(fault.batch_no)}
        tallies.setdefault(fault.kind, Tally()).count(pointed, kinds[fault.kind], batch_id(fault.batch_no))
    return tallies


def _found(folder: Path, batch: Batch, *, across: bool = False) -> list[Found]:
    data = DataFolder(folder)
    write(Lake(data.lake), batch)
    if across:
        resolve(data, batch.batch_id)
    return findings(build(data))
