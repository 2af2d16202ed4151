"""Bins of scored decisions and the distance of scores from what comes true."""

import numpy as np
import pytest

from training.reliability import Decisions, bins_of, calibration_error


def decisions(*scored: tuple[float, bool]) -> Decisions:
    return Decisions(np.array([s for s, _ in scored]), np.array([r for _, r in scored], bool))


def test_bins_hold_decisions_of_like_score_and_the_last_holds_certainty() -> None:
    bins = bins_of(decisions((0.11, True), (0.19, False), (0.95, True), (1.0, True)))
    assert [(b.count, b.mean_score, b.share_right) for b in bins] == [
        (2, pytest.approx(0.15), 0.5),
        (2, pytest.approx(0.975), 1.0),
    ]


def test_scores_that_come_true_have_no_error_and_others_their_mean_distance() -> None:
    assert calibration_error(bins_of(decisions((0.5, True), (0.5, False)))) == 0
    overconfident = decisions(*[(0.9, False)] * 3, (0.2, False))
    assert calibration_error(bins_of(overconfident)) == pytest.approx((3 * 0.9 + 0.2) / 4)
