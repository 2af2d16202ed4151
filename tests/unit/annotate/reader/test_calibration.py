"""What a score means, after the line through log odds."""

import pytest

from pipelines.annotate.reader.calibration import Calibration


def test_without_a_line_a_belief_stays_as_it_is() -> None:
    assert Calibration()(0.73) == pytest.approx(0.73)


def test_a_slope_under_one_takes_sure_beliefs_back() -> None:
    assert Calibration(0.5)(0.8) == pytest.approx(2 / 3)  # odds of 4 to 1 become 2 to 1


def test_greater_beliefs_get_greater_scores_and_the_surest_stays_a_probability() -> None:
    calibration = Calibration(0.6, -0.2)
    scores = [calibration(belief) for belief in (0.0, 0.3, 0.6, 0.9, 1.0)]
    assert scores == sorted(scores)
    assert 0 < scores[0] < scores[-1] < 1
