"""From the evidence to an answer: the likeliest candidate, who else it could be, and the steps that lead there."""

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from pipelines.annotate.naming.source_phrases import Source
from pipelines.annotate.speakers.ranking.cast import Part
from pipelines.annotate.speakers.ranking.evidence import Evidence, Witness
from pipelines.annotate.speakers.ranking.features import Floats
from pipelines.annotate.speakers.ranking.trees import Trees
from pipelines.annotate.speakers.scene import RunnerUp, Scene, Speaker, name_path, source_type_of

WEIGHTS = Path(__file__).parent / "ranker.npz"
BESIDE = "quotation beside"  # first step of the path of a speaker whom no source names
MOST_ALTERNATIVES = 4
LEAST_LIKELY = 0.05  # chance of an alternative that is worth a row
LEAST_PERSON, LEAST_BODY = 0.6, 0.4  # chances below which nobody is named: a wrong name is worse than none


@cache
def load_ranker() -> Trees:
    """Load the weights once for a process."""
    return Trees.from_file(WEIGHTS)


@cache
def weights_digest() -> str:
    """Name the weights: annotations of others are not the same."""
    return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()[:6]


def choose_speaker(witness: Witness, number: int, nobody: Speaker) -> Speaker:
    """Return who speaks in attribution `number`: a chain that is likely enough, else `nobody`, the rules' answer."""
    evidence = witness.of(number)
    chances = load_ranker().probabilities(evidence.rows)
    best = int(chances.argmax())
    part, score = evidence.parts[best], float(chances[best])
    if part is None or score < (LEAST_PERSON if part.chain.entity_type == "PERSON" else LEAST_BODY):
        return replace(nobody, alternatives=_alternatives(evidence, chances, 0))
    scene = witness.scene
    path = (_label(scene, scene.facts.sources[number]), *_steps(scene, number, part))
    others = _alternatives(evidence, chances, best)
    second = others[0] if others else None
    return Speaker(source_type_of(part.chain), part.chain.number, path, score, runner_up=second, alternatives=others)


def _label(scene: Scene, source: Source) -> str:
    if source.form == "none":
        return BESIDE
    return f"pronoun: {source.head}" if source.form == "pronoun" else f"nominal: {source.span.of(scene.facts.text)}"


def _steps(scene: Scene, number: int, part: Part) -> tuple[str, ...]:
    """Return the steps from the name nearest before the source to the fullest."""
    near = part.before(scene.position(number), told=True) or part.before(scene.position(number)) or part.starts[0]
    return name_path(scene.facts.names[part.name_at[near]].span.of(scene.facts.text), part.chain)


def _alternatives(evidence: Evidence, chances: Floats, best: int) -> tuple[RunnerUp, ...]:
    order = [int(n) for n in np.argsort(-chances, kind="stable") if n != best and chances[n] >= LEAST_LIKELY]
    named = [(part.chain, float(chances[n])) for n in order if (part := evidence.parts[n]) is not None]
    return tuple(RunnerUp(chain.name, chance, chain.number) for chain, chance in named)[:MOST_ALTERNATIVES]
