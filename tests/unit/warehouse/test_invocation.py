"""What dbt is asked, and what comes back."""

from pathlib import Path

import pytest

from pipelines.warehouse.invocation import invoke, one_line


class Interruption(BaseException):
    """A signal came while dbt was at work."""


class Interrupting:
    """A manifest at which dbt is interrupted."""

    def __getattr__(self, name: str) -> None:
        raise Interruption


def test_what_interrupts_dbt_is_no_error_of_dbt(tmp_path: Path) -> None:
    with pytest.raises(Interruption):
        invoke(["run", f"--log-path={tmp_path}", f"--target-path={tmp_path}"], Interrupting())  # type: ignore[arg-type]


def test_an_error_that_says_nothing_is_told_by_its_kind() -> None:
    assert one_line(MemoryError()) == "MemoryError"
    assert one_line(ValueError("two\nlines")) == "two lines"
