from pathlib import Path

import pytest

from pipelines.resources.environment import data_folder
from pipelines.resources.settings import SettingsError


def test_a_path_that_can_hold_no_warehouse_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Name another folder"):
        data_folder(tmp_path / "what?")


@pytest.mark.parametrize("name", ["100%20", "#1", "it's (new)", "Häfen 日", "a [b]", "*", "{{ x }}", "{% x %}"])
def test_a_path_may_hold_other_signs(tmp_path: Path, name: str) -> None:
    assert data_folder(tmp_path / name).root == tmp_path / name
