"""An annotator of one's own, for transcripts: a line "NAME: words" is a quote of NAME, and nothing else is one."""

import re
from collections.abc import Sequence

from whosaid import Annotation, Document, Mention, Quote, Sentence, Span

LINE = re.compile(r"^(?:(?P<name>[A-Z][\w. ]+): )?(?P<words>.+)$", re.MULTILINE)


class TranscriptAnnotator:
    version = "transcript-1"  # another version annotates everything anew

    def annotate(self, documents: Sequence[Document]) -> list[Annotation]:
        return [annotate_one(document) for document in documents]


def annotate_one(document: Document) -> Annotation:
    lines = list(LINE.finditer(document.text))
    sentences = [Sentence(Span(*line.span()), number, "body") for number, line in enumerate(lines)]
    mentions: list[Mention] = []
    quotes: list[Quote] = []
    chains: dict[str, int] = {}  # who is the same within the document
    for line in (line for line in lines if line["name"]):
        name, words = Span(*line.span("name")), Span(*line.span("words"))
        chain = chains.setdefault(line["name"], len(chains))
        quotes.append(Quote("direct", [words], source=[name], speaker=line["name"], speaker_mention_no=len(mentions)))
        mentions.append(Mention(name, "name", "PERSON", local_entity_no=chain, local_entity_name=line["name"]))
    return Annotation(document.doc_id, sentences, mentions, quotes)


def make() -> TranscriptAnnotator:
    return TranscriptAnnotator()
