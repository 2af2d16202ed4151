"""Histories of data folders, many: what people and crashes do to one in any order, and what was found.

    nice python benchmarks/histories.py lake 300 --seed 2026
    nice python benchmarks/histories.py warehouse 30 --steps 6

Each sequence is a few steps of `tests/histories.py` on a new folder. One that fails is told with its steps, and the
next begins: a line of JSON for each that failed, and one for all.
"""

import argparse
import json
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.histories import LakeHistories, WarehouseHistories

MACHINES: Mapping[str, type[LakeHistories]] = {"lake": LakeHistories, "warehouse": WarehouseHistories}


def main() -> None:
    """Run what the command line asks for."""
    options = read_options()
    began, counts = time.perf_counter(), {"sequences": 0, "steps": 0, "failed": 0}

    class Recorded(MACHINES[options.machine]):  # type: ignore[misc]
        """Tells of a failure, and goes on with the next sequence."""

        def take(self, method: Callable[..., None], given: Mapping[str, Any]) -> None:
            counts["steps"] += 1
            try:
                super().take(method, given)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
                self.is_over = True
                counts["failed"] += 1
                where = traceback.extract_tb(error.__traceback__)[-1]
                said = f"{type(error).__name__}: {error}"[:2_000]
                told = {
                    "first": str(self.first),
                    "steps": self.told,
                    "error": said,
                    "at": f"{where.name}:{where.lineno}",
                }
                print(json.dumps(told), flush=True)

        def teardown(self) -> None:
            super().teardown()
            counts["sequences"] += 1
            print(f"{counts} in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)

    wanted = settings(
        max_examples=options.sequences,
        stateful_step_count=options.steps,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(options.seed)(Recorded), settings=wanted)
    print(json.dumps({**counts, "seconds": round(time.perf_counter() - began)}))


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("machine", choices=MACHINES)
    parser.add_argument("sequences", type=int)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--seed", type=int, default=2026)
    return parser.parse_args()


if __name__ == "__main__":
    main()
