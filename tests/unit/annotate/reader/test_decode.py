"""Scores to spans and links, checked against plain enumeration."""

import itertools

import numpy as np
import pytest

from pipelines.annotate.reader.decode import marginals, spans_of, viterbi, weak_spans
from pipelines.annotate.reader.link_scorer import LinkScorer, between
from pipelines.annotate.reader.linking import Candidates, Thresholds, link_spans


def chain(seed: int, lengths: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    numbers = np.random.default_rng(seed)
    n = len(lengths)
    shape = (n, max(lengths), 3)
    return (
        numbers.normal(size=shape).astype(np.float32) * 2,
        np.array(lengths),
        numbers.normal(size=(n, 3, 3)).astype(np.float32),
        numbers.normal(size=(n, 3)).astype(np.float32),
    )


def path_score(path: tuple[int, ...], emit: np.ndarray, moves: np.ndarray, starts: np.ndarray) -> float:
    steps = sum(moves[a, b] for a, b in itertools.pairwise(path))
    return float(starts[path[0]] + sum(emit[i, label] for i, label in enumerate(path)) + steps)


@pytest.mark.parametrize("seed", range(5))
def test_the_best_path_is_the_best_of_all_paths(seed: int) -> None:
    emit, lengths, moves, starts = chain(seed, [5, 1, 3])
    labels = viterbi(emit, lengths, moves, starts)
    for row, length in enumerate(lengths):
        paths = list(itertools.product(range(3), repeat=int(length)))
        best = max(paths, key=lambda p: path_score(p, emit[row], moves[row], starts[row]))
        assert tuple(labels[row, :length]) == best
        assert not labels[row, length:].any()


@pytest.mark.parametrize("seed", range(5))
def test_marginals_are_sums_over_all_paths(seed: int) -> None:
    emit, lengths, moves, starts = chain(seed, [4, 2, 1])
    found = marginals(emit, lengths, moves, starts)
    for row, length in enumerate(lengths):
        paths = list(itertools.product(range(3), repeat=int(length)))
        weights = np.exp([path_score(p, emit[row], moves[row], starts[row]) for p in paths])
        expected = np.zeros((length, 3))
        for path, weight in zip(paths, weights / weights.sum(), strict=True):
            expected[np.arange(length), path] += weight
        assert found[row, :length] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("labels", "spans"),
    [
        ([0, 1, 2, 0, 1, 1, 2], [(1, 3, 0), (4, 5, 0), (5, 7, 0)]),
        ([2, 2, 0, 2], [(0, 2, 0), (3, 4, 0)]),
        ([3, 4, 2, 0, 8], [(0, 2, 1), (2, 3, 0), (4, 5, 3)]),
        ([0, 0], []),
    ],
)
def test_labels_become_spans(labels: list[int], spans: list[tuple[int, int, int]]) -> None:
    assert spans_of(np.array(labels, np.int8)) == spans


def test_what_lies_between_a_cue_and_a_word_is_signed_and_capped() -> None:
    flat = np.zeros(40, np.int32)
    paragraph = np.repeat(np.arange(4, dtype=np.int32), 10)
    gap = between(np.array([[12, 14], [25, 26]], np.int32), paragraph, flat, 10, 40)
    assert gap.distance[0, :5].tolist() == [10, 11, 12, 12, 13]
    assert gap.paragraph[0, [0, 10, 20]].tolist() == [2, 3, 4]
    assert gap.cues[0, [0, 14, 15, 16]].tolist() == [2, 2, 3, 3]
    assert gap.cues[1, [0, 3, 20]].tolist() == [1, 2, 2]


def scorer(size: int) -> LinkScorer:
    return LinkScorer(
        *(np.zeros((n, size), np.float32) for n in (24, 5, 5, 5)),
        np.eye(2, size, dtype=np.float32),
        np.zeros(2, np.float32),
    )


def test_the_link_scorer_adds_cue_and_word_before_its_hidden_layer() -> None:
    gap = between(np.array([[0, 1]], np.int32), np.zeros(3, np.int32), np.zeros(3, np.int32), 0, 3)
    cue = np.array([[1, -5, 0]], np.float32)
    word = np.array([[0, 0, 0], [2, 6, 0], [-3, 5.5, 0]], np.float32)
    assert scorer(3)(cue, word, gap)[0].tolist() == [[1, 0], [3, 1], [0, 0.5]]


def candidates(links: np.ndarray, **spans: list[tuple[int, int]]) -> Candidates:
    names = ("contents", "cues", "weak_cues", "sources", "weak_sources")
    lists = {name: spans.get(name, []) for name in names}
    size = links.shape[1]
    return Candidates(
        **lists,
        links=links.astype(np.float32),
        first=100,
        paragraph=np.zeros(size, np.int32),
        sentence=np.zeros(size, np.int32),
        quoted=np.zeros(size, bool),
        after_colon=np.zeros(size, bool),
        sure=np.full((3, size), 0.8, np.float32),
    )


def test_each_content_goes_to_the_cue_that_claims_it_most_and_pieces_share_a_cue() -> None:
    links = np.full((2, 12, 2), -5.0)
    links[0, 0:2, 0], links[0, 4:6, 0], links[1, 4:6, 0] = 3, 2, 1
    links[1, 8:10, 0], links[0, 3, 1] = -1, 4
    contents = [(100, 102), (104, 106), (108, 110)]
    found = link_spans(
        candidates(links, contents=contents, cues=[(102, 103), (107, 108)], sources=[(103, 104)]), Thresholds()
    )
    assert [(f.content, f.cue, f.source) for f in found] == [
        (((100, 102), (104, 106)), (102, 103), (103, 104)),
        (((108, 110),), (107, 108), None),
    ]
    assert found[0].score == pytest.approx(0.64)


@pytest.mark.parametrize(("claim", "cue"), [(0.5, (106, 107)), (-0.5, None)])
def test_a_weak_cue_serves_only_a_content_that_it_claims_and_no_sure_cue_does(
    claim: float, cue: tuple[int, int] | None
) -> None:
    links = np.full((2, 8, 2), -5.0)
    links[0, 0:2, 0], links[1, 0:2, 0], links[1, 4:6, 0] = 1, 9, claim
    spans = candidates(links, contents=[(100, 102), (104, 106)], cues=[(102, 103)], weak_cues=[(106, 107)])
    found = link_spans(spans, Thresholds())
    expected = [(((100, 102),), (102, 103)), (((104, 106),), cue)]
    assert [(f.content, f.cue) for f in found] == expected[: 2 if cue else 1]


@pytest.mark.parametrize(("claim", "cue"), [(1.0, None), (3.0, (102, 103))])
def test_a_content_in_another_paragraph_needs_a_stronger_claim(claim: float, cue: tuple[int, int] | None) -> None:
    links = np.full((1, 8, 2), claim)
    spans = candidates(links, contents=[(104, 106)], cues=[(102, 103)])
    spans.paragraph[4:] = 1
    assert [f.cue for f in link_spans(spans, Thresholds(sure=0.0))] == ([cue] if cue else [])


@pytest.mark.parametrize(("has_colon", "cue"), [(True, (102, 103)), (False, (108, 109))])
def test_a_colon_leads_from_the_cue_before_it(has_colon: bool, cue: tuple[int, int]) -> None:
    links = np.full((2, 10, 2), -5.0)
    links[0, 4:7, 0], links[1, 4:7, 0] = 1, 2
    spans = candidates(links, contents=[(104, 107)], cues=[(102, 103), (108, 109)])
    spans.after_colon[4] = has_colon
    assert [f.cue for f in link_spans(spans, Thresholds())] == [cue]


@pytest.mark.parametrize("quoted", [True, False])
def test_what_is_unlikely_is_dropped_unless_it_is_in_quotation_marks(quoted: bool) -> None:
    spans = candidates(np.ones((1, 8, 2)), contents=[(100, 102)], cues=[(102, 103)])
    spans.sure[:], spans.quoted[:] = 0.5, quoted
    assert bool(link_spans(spans, Thresholds(least=0.3))) is quoted


@pytest.mark.parametrize(
    ("content", "left"),
    [((100, 104), ((100, 102),)), ((102, 106), ((103, 106),)), ((101, 106), ((101, 102), (103, 106)))],
)
def test_a_content_does_not_hold_its_own_cue(content: tuple[int, int], left: tuple[tuple[int, int], ...]) -> None:
    spans = candidates(np.ones((1, 8, 2)), contents=[content], cues=[(102, 103 if content[1] > 104 else 104)])
    assert [f.content for f in link_spans(spans, Thresholds())] == [left]


def test_a_weak_source_serves_only_a_cue_without_a_sure_one() -> None:
    links = np.full((1, 8, 2), -5.0)
    links[0, 0:2, 0], links[0, 4, 1], links[0, 6, 1] = 1, -1, 3
    spans = {"contents": [(100, 102)], "cues": [(102, 103)], "weak_sources": [(106, 107)]}
    assert link_spans(candidates(links, **spans), Thresholds())[0].source == (106, 107)
    both = candidates(links, **spans, sources=[(104, 105)])
    assert link_spans(both, Thresholds())[0].source == (104, 105)


def test_weak_spans_begin_with_a_chance_and_go_on_while_likely() -> None:
    chances = np.array([[0.7, 0.3, 0], [0.5, 0, 0.5], [0.9, 0, 0.1], [0, 1, 0], [0.8, 0.2, 0]], np.float32)
    assert weak_spans(np.array([0, 0, 0, 1, 0], np.int8), chances, 0.1) == [(0, 2), (4, 5)]
    assert weak_spans(np.array([0, 0, 0, 1, 0], np.int8), chances, 0.25) == [(0, 2)]


@pytest.mark.parametrize(("is_reported_before", "groups"), [(True, 2), (False, 1)])
def test_a_quotation_in_a_later_sentence_goes_on_with_a_quotation_but_not_with_a_report(
    is_reported_before: bool, groups: int
) -> None:
    spans = candidates(np.ones((1, 8, 2)), contents=[(100, 102), (105, 108)], cues=[(102, 103)], sources=[(103, 104)])
    spans.sentence[5:], spans.quoted[5:], spans.quoted[:2] = 1, True, not is_reported_before
    found = link_spans(spans, Thresholds())
    assert [f.source for f in found] == [(103, 104)] * groups
    assert sorted(span for f in found for span in f.content) == [(100, 102), (105, 108)]
