"""All to whom a quote is laid: the speaker, who speaks with it, whom it speaks for, and who else could be meant."""

from collections.abc import Iterator

from pipelines.annotate.naming.co_speakers import joint_speakers, spoken_for, spoken_for_elsewhere
from pipelines.annotate.naming.name_spans import names_inside
from pipelines.annotate.speakers.scene import Facts, Speaker
from pipelines.records import NamedSpeaker, SpeakerRole


def list_speakers(facts: Facts, number: int, speaker: Speaker) -> list[NamedSpeaker]:
    """Return the rows of attribution `number`, whose answer is `speaker`; nobody is listed twice."""
    found: dict[int | None, NamedSpeaker] = {}
    for role, chain_no, chance in _candidates(facts, number, speaker):
        one = NamedSpeaker(facts.chains.all[chain_no].name, chain_no, round(chance, 4), role)
        found.setdefault(chain_no, one)
    return list(found.values())


def _candidates(facts: Facts, number: int, speaker: Speaker) -> Iterator[tuple[SpeakerRole, int, float]]:
    if speaker.chain_no is not None:
        yield "speaker", speaker.chain_no, speaker.score
    source = facts.sources[number]
    inside = names_inside(facts.names, facts.attributions[number].source)
    if source.name_no is not None:
        for name_no in joint_speakers(facts.text, source.span, source.name_no, inside):
            yield "co-speaker", facts.chains.of_name[name_no], speaker.score
    body = spoken_for(facts.text, source.span, source.name_no, inside)
    if body is None and speaker.chain_no is not None:
        body = spoken_for_elsewhere(facts.text, speaker.chain_no, facts.names, facts.chains)
    if body is not None:
        yield "on behalf of", facts.chains.of_name[body], speaker.score
    others = speaker.alternatives or ((speaker.runner_up,) if speaker.runner_up else ())
    for other in others:
        if other.chain_no is not None:
            yield "alternative", other.chain_no, other.score
