"""Texts that rules are tried on: for every rule one where it fires and one near it where it must not. All invented."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from tests.lake_samples import Story

OPENS = 'Harbour opens\n"We open at nine," said Odo Fenn, the harbour master. It rained.'


@dataclass(frozen=True)
class Case:
    """Quotes and names of one article."""

    text: str = OPENS
    quotes: Sequence[dict[str, Any]] = ()
    names: Sequence[str] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    is_annotated: bool = True

    def story(self, article_id: str) -> Story:
        """Return the article under an id; it lacks nothing that `fields` does not take away."""
        known = {"byline": "By Lia Marsh", "outlet": "Harbor Ledger", **self.fields}
        return replace(Story(article_id, self.text), **known)


def quote(text: str, content: str, cue: str | None = None, source: str | None = None, **fields: Any) -> dict[str, Any]:
    """Return a row of quotes, its parts at their first place in `text`; `fields` say what differs."""
    row = {
        "kind": "direct" if content[:1] in '"“' else "indirect",
        "content": content,
        "content_spans": spans(text, content),
        "cue": cue,
        "cue_spans": spans(text, cue),
        "source": source,
        "source_spans": spans(text, source),
        "source_type": "person",
        "speaker": source,
        "resolution_path": [],
        "is_repeat": False,
    }
    return {**row, **fields}


def said(text: str = OPENS, **fields: Any) -> dict[str, Any]:
    """Return the quote of `OPENS`, right but for `fields`."""
    return {**quote(text, '"We open at nine,"', "said", "Odo Fenn"), **fields}


def spans(text: str, *words: str | None) -> list[dict[str, int]]:
    """Return where words stand first."""
    starts = [(text.index(word), len(word)) for word in words if word is not None]
    return [{"start_char": start, "end_char": start + length} for start, length in starts]


def joined(text: str, *contents: str, source: str) -> dict[str, Any]:
    """Return a direct quote of several pieces."""
    row = quote(text, contents[0], "said", source)
    return {**row, "content": " ".join(contents), "content_spans": spans(text, *contents)}


def both(fires: Case, holds: Case) -> tuple[Case, Case]:
    """Name the two."""
    return fires, holds


def of(text: str, *quotes: dict[str, Any], names: Sequence[str] = (), **fields: Any) -> Case:
    """Return a case of a text."""
    return Case(text, quotes, names, fields)


def scored(first: float, second: float) -> dict[str, Any]:
    """Return the scores of a speaker and of Ida Moor, who came second."""
    return {"speaker_score": first, "speaker_runner_up": "Ida Moor", "speaker_runner_up_score": second}


BROKEN_OFF = 'Fog\n"We waited, Odo Fenn said. "Nobody came," he said.'
OVER_PARAGRAPHS = 'Fog\n"We waited.\n"We froze. "Nobody came," said Odo Fenn.'
TWO_SENTENCES = "Fog\nOdo Fenn said the ferry was late. The bus was early."
CHAINED = 'Fog\n"We waited," Fenn said, "and nobody came," said Odo Fenn.'
EXCHANGED = "Fog\nOdo Fenn said that the ferry would never come."
ASKED = 'Fog\n"Is Fenn here?" asked Lia Tarn. Odo Fenn was not.'
TITLES = "Vote\nMrs. Tarn spoke first. Mr. Fenn spoke next. Then she said the vote was fair."
WALK = "Walk\nOdo Fenn came. Lia Tarn came. Ida Moor came. He said it was late."
STREET = "Fog\nFog lay over the whole of our street. The ferry stayed in the harbour."
MOSCOW = "Talks\nEstmark said it would talk. Odo Fenn said it would not."
LAWYER = "Court\nFenn's lawyer, Lia Tarn, said the court was wrong."
AGENCY = "Fog\nESTPORT (Anadolu) - Fog lay over the harbour."

REOPENED = "Fog\n“We waited. “We froze. “Nobody came,” said Odo Fenn."
SINGLE = "Fog\n'We waited.\n'We froze,' said Odo Fenn."
INTERVIEWED = 'Fog\n"We waited," said Odo Fenn. He said it was cold.'
RENAMED = "Talks\nThe Republic said it would talk. It has talked before. Estmark is far away."

CASES: dict[str, tuple[Case, Case]] = {
    "words_not_in_article": both(of(OPENS, said(content='"We open at ten,"')), of(OPENS, said())),
    "spans_out_of_order": both(
        of(OPENS, said(content="at nine, We open", content_spans=spans(OPENS, "at nine,", "We open"))),
        of(OPENS, said(content="We open at nine,", content_spans=spans(OPENS, "We open", "at nine,"))),
    ),
    "words_cut": both(
        of(OPENS, quote(OPENS, '"We open at ni', "said", "Odo Fenn")),
        of(OPENS, quote(OPENS, '"We open at', "said", "Odo Fenn")),
    ),
    "content_edges": both(
        of(OPENS, quote(OPENS, ' "We open at nine,"'.replace(' "', '"') + " ", "said", "Odo Fenn")),
        of(OPENS, said()),
    ),
    "content_runs_on": both(
        of(TWO_SENTENCES, quote(TWO_SENTENCES, "the ferry was late. The bus was early", "said", "Odo Fenn")),
        of(TWO_SENTENCES, quote(TWO_SENTENCES, "the ferry was late", "said", "Odo Fenn")),
    ),
    "marks_unbalanced": both(
        of(BROKEN_OFF, quote(BROKEN_OFF, '"We waited', "said", "Odo Fenn")),
        of(OVER_PARAGRAPHS, quote(OVER_PARAGRAPHS, '"We waited.\n"We froze. "Nobody came,"', "said", "Odo Fenn")),
    ),
    "quotes_overlap": both(
        of(
            OPENS,
            said(),
            quote(OPENS, 'at nine," said Odo Fenn'),
        ),
        of(OPENS, said(), quote(OPENS, "We open", parent_quote_no=0)),
    ),
    "words_between_quotations": both(
        of(CHAINED, quote(CHAINED, '"We waited," Fenn said, "and nobody came,"', None, "Odo Fenn")),
        of(CHAINED, joined(CHAINED, '"We waited,"', '"and nobody came,"', source="Odo Fenn")),
    ),
    "source_inside_content": both(
        of(OPENS, quote(OPENS, '"We open at nine," said', "said", "Odo Fenn")), of(OPENS, said())
    ),
    "source_is_no_source": both(
        of(EXCHANGED, quote(EXCHANGED, "Odo Fenn", "said", "that the ferry would never come")),
        of(EXCHANGED, quote(EXCHANGED, "that the ferry would never come", "said", "Odo Fenn")),
    ),
    "speaker_inside_content": both(
        of(ASKED, quote(ASKED, '"Is Fenn here?"', "asked", "Lia Tarn", speaker_mention_id="@.m0"), names=["Fenn"]),
        of(ASKED, quote(ASKED, '"Is Fenn here?"', "asked", "Lia Tarn", speaker_mention_id="@.m0"), names=["Lia Tarn"]),
    ),
    "speaker_missing": both(
        of(OPENS, quote(OPENS, '"We open at nine,"')),
        of(OPENS, quote(OPENS, '"We open at nine,"', "said", "the harbour master", speaker=None)),
    ),
    "speaker_never_named": both(of(OPENS, said(speaker="Ida Moor")), of(OPENS, said(speaker="Dr Odo Fenn"))),
    "speaker_is_no_speaker": both(
        of(OPENS, said(speaker="Harbor Ledger")),
        of(
            MOSCOW,
            quote(MOSCOW, "it would talk", "said", "Estmark", speaker_local_entity_no=0),
            names=["Estmark/LOC"],
        ),
    ),
    "source_names_another": both(
        of(LAWYER, quote(LAWYER, "the court was wrong", "said", "Fenn's lawyer, Lia Tarn,", speaker="Ida Fenn"),
           names=["Fenn", "Lia Tarn"]),
        of(LAWYER, quote(LAWYER, "the court was wrong", "said", "Fenn's lawyer, Lia Tarn,", speaker="Lia Tarn"),
           names=["Fenn", "Lia Tarn"]),
    ),
    "pronoun_disagrees": both(
        of(TITLES, quote(TITLES, "the vote was fair", "said", "she", speaker="Fenn"), names=["Tarn", "Fenn"]),
        of(TITLES, quote(TITLES, "the vote was fair", "said", "she", speaker="Tarn"), names=["Tarn", "Fenn"]),
    ),
    "speaker_out_of_focus": both(
        of(WALK, quote(WALK, "it was late", "said", "He", speaker="Odo Fenn", speaker_local_entity_no=0),
           names=["Odo Fenn", "Lia Tarn", "Ida Moor"]),
        of(WALK, quote(WALK, "it was late", "said", "He", speaker="Lia Tarn", speaker_local_entity_no=1),
           names=["Odo Fenn", "Lia Tarn", "Ida Moor"]),
    ),
    "speaker_nearly_tied": both(
        of(WALK, quote(WALK, "it was late", "said", "He", speaker="Lia Tarn", **scored(0.62, 0.58)),
           names=["Odo Fenn", "Lia Tarn", "Ida Moor"]),
        of(WALK, quote(WALK, "it was late", "said", "He", speaker="Lia Tarn", **scored(0.8, 0.4)),
           names=["Odo Fenn", "Lia Tarn", "Ida Moor"]),
    ),
    "first_person": both(
        of(STREET),
        of("Fog\nOdo Fenn said fog lay over our street.", quote("Fog\nOdo Fenn said fog lay over our street.",
           "fog lay over our street", "said", "Odo Fenn")),
    ),
    "paragraph_repeated": both(
        of("Fog\nThe ferry stayed in the harbour for the third day.\nIt rained.\n"
           "The ferry stayed in the harbour for the third day."),
        of("Fog\nThe ferry stayed in the harbour for the third day.\nIt rained.\n"
           "The ferry stayed in the harbour for the fourth day."),
    ),
    "broken_encoding": both(
        of("Fog\nThe cafÃ© on the pier donâ€™t open."), of("Fog\nThe café on the pier doesn’t open.")
    ),
    "annotation_missing": both(
        replace(of(OPENS), is_annotated=False), replace(of(OPENS, extra={"language": "de"}), is_annotated=False)
    ),
    "source_of_article_missing": both(of(OPENS, byline=None), of(OPENS)),
    "date_in_future": both(
        of(OPENS, published_at=datetime(2026, 3, 9, tzinfo=UTC)),
        of(OPENS, published_at=datetime(2026, 3, 3, 20, tzinfo=UTC)),
    ),
    "wire_without_credit": both(of(AGENCY), of(AGENCY, extra={"wire_credit": "Anadolu"})),
}  # fmt: skip

MORE_THAT_HOLD: list[tuple[str, Case]] = [
    ("marks_unbalanced", of(REOPENED, quote(REOPENED, "“We waited. “We froze. “Nobody came,”", "said", "Odo Fenn"))),
    ("content_runs_on", of(SINGLE, quote(SINGLE, "'We waited.\n'We froze,'", "said", "Odo Fenn", kind="mixed"))),
    (
        "speaker_is_no_speaker",
        of(
            INTERVIEWED,
            quote(INTERVIEWED, '"We waited,"', "said", "Odo Fenn"),
            quote(INTERVIEWED, "it was cold", "said", "He", speaker="Odo Fenn"),
            extra={"authors": ["Lia Marsh", "Odo Fenn"]},
        ),
    ),
    (
        "speaker_is_no_speaker",
        of(
            RENAMED,
            quote(RENAMED, "it would talk", "said", "The Republic", speaker="Estmark", speaker_local_entity_no=0),
            names=["Republic/LOC", "Estmark/LOC"],
        ),
    ),
]  # fmt: skip
