"""Trees as arrays: each row goes down to one leaf of each tree, and chances of candidates add up to one."""

import numpy as np

from pipelines.annotate.speakers.ranking.trees import Trees

TWO_TREES = Trees(
    feature=np.array([[0, 0, 0], [1, 0, 0]], np.int32),
    threshold=np.array([[2.0, 0, 0], [0.5, 0, 0]], np.float32),
    left=np.array([[1, 1, 2], [1, 1, 2]], np.int32),
    right=np.array([[2, 1, 2], [2, 1, 2]], np.int32),
    value=np.array([[0, 1.0, -1.0], [0, 10.0, 20.0]], np.float32),
    depth=1,
    temperature=1.0,
)


def test_a_row_scores_the_sum_of_the_leaves_that_it_falls_into() -> None:
    rows = np.array([[2.0, 0.0], [3.0, 0.0], [2.0, 1.0]], np.float32)
    assert TWO_TREES(rows).tolist() == [11.0, 9.0, 21.0]


def test_chances_add_up_to_one_and_follow_the_scores() -> None:
    chances = TWO_TREES.probabilities(np.array([[2.0, 0.0], [3.0, 0.0]], np.float32))
    assert chances[0] > chances[1] and abs(chances.sum() - 1) < 1e-6
