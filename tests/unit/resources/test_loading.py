"""Large libraries are imported without a look for garbage."""

import gc

import pytest

from pipelines.resources.loading import loading


def test_what_was_loaded_is_not_looked_at_again() -> None:
    try:
        with loading():
            assert not gc.isenabled()
            kept = [[] for _ in range(1000)]
        assert gc.isenabled() and gc.get_freeze_count() >= len(kept)
    finally:
        gc.unfreeze()


def test_a_library_that_fails_to_load_leaves_the_collector_on() -> None:
    try:
        with pytest.raises(ImportError), loading():
            raise ImportError("no such library")
        assert gc.isenabled()
    finally:
        gc.unfreeze()
