"""What annotating gives: documents with their quotes, as objects, as Arrow or pandas, and to look at in a notebook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from pipelines.annotate.rows import Stamp, quote_rows, text_at
from pipelines.records import QUOTES, Annotation, Document, Quote, QuoteKind, Span
from whosaid.markup import as_html

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

OF_A_WAREHOUSE = frozenset({"quote_id", "article_id", "revision", "batch_id", "reader_version", "speaker_mention_id"})


@dataclass(frozen=True, slots=True)
class AnnotatedQuote:
    """One attribution, in the words of its document."""

    document: Document
    quote: Quote
    """Spans and scores, as the annotator gave them."""

    @property
    def content(self) -> str:
        """What is said; parts that the text tells apart are joined by one space."""
        return text_at(self.document.text, self.quote.content)

    @property
    def speaker(self) -> str | None:
        """The fullest name that the text prints for who is quoted; None where it names nobody."""
        return self.quote.speaker

    @property
    def source(self) -> str | None:
        """Who is quoted, in the words beside the quote, such as "she"; None where there are none."""
        return text_at(self.document.text, self.quote.source) or None

    @property
    def cue(self) -> str | None:
        """The words that tie content and source, such as "said"; None where there are none."""
        return text_at(self.document.text, self.quote.cue) or None

    @property
    def kind(self) -> QuoteKind:
        """How the words are printed: quoted (direct), partly quoted (mixed) or reported (indirect)."""
        return self.quote.kind

    @property
    def is_speech(self) -> bool:
        """True for what was said or written, False for what was thought or stands in a document."""
        return self.quote.is_speech

    @property
    def spans(self) -> Sequence[Span]:
        """Where the content stands in the document's text."""
        return self.quote.content

    @property
    def score(self) -> float | None:
        """How sure the annotator is of the attribution, 0 to 1."""
        return self.quote.score

    @property
    def speaker_score(self) -> float | None:
        """How sure the annotator is of the speaker, 0 to 1."""
        return self.quote.speaker_score

    def __repr__(self) -> str:
        """Show who says what."""
        return f"<{self.kind} quote of {self.speaker or self.source or 'nobody named'}: {self.content!r}>"


@dataclass(frozen=True, slots=True, repr=False)
class AnnotatedDocument:
    """One document and what was found in it."""

    document: Document
    annotation: Annotation
    error: str | None = None
    """Why it could not be annotated; None where it was."""

    @property
    def doc_id(self) -> str:
        """The id given with the document, else its place among the texts: "0", "1", ..."""
        return self.document.doc_id

    @property
    def text(self) -> str:
        """The text, as it was given."""
        return self.document.text

    @property
    def quotes(self) -> list[AnnotatedQuote]:
        """The quotes, in text order."""
        return [AnnotatedQuote(self.document, quote) for quote in self.annotation.quotes]

    @property
    def speakers(self) -> list[str]:
        """Who is quoted by name, in the order in which each is first quoted."""
        return _speakers(self.quotes)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield one row per quote, of the columns of `AnnotatedDocuments.to_arrow`."""
        stamp = Stamp(self.doc_id, revision=1, batch_id="", reader_version="")
        for row in quote_rows(self.document, self.annotation, stamp):
            yield {"doc_id": self.doc_id, **{name: value for name, value in row.items() if name not in OF_A_WAREHOUSE}}

    def __repr__(self) -> str:
        """Show the id and what was found."""
        found = f"could not be annotated: {self.error}" if self.error else f"{len(self.quotes)} quotes"
        return f"<document {self.doc_id!r}: {found}>"

    def _repr_html_(self) -> str:
        return as_html(self.document, self.annotation, self.error)


class AnnotatedDocuments(Sequence[AnnotatedDocument]):
    """Annotated documents, in the order in which they were given."""

    def __init__(self, documents: Sequence[AnnotatedDocument]) -> None:
        """Hold `documents`."""
        self._documents = tuple(documents)

    def __len__(self) -> int:
        """Count the documents."""
        return len(self._documents)

    @overload
    def __getitem__(self, at: int) -> AnnotatedDocument: ...
    @overload
    def __getitem__(self, at: slice) -> "AnnotatedDocuments": ...
    def __getitem__(self, at: int | slice) -> "AnnotatedDocument | AnnotatedDocuments":
        """Return one document, or some."""
        return AnnotatedDocuments(self._documents[at]) if isinstance(at, slice) else self._documents[at]

    @property
    def quotes(self) -> list[AnnotatedQuote]:
        """The quotes of all documents."""
        return [quote for document in self for quote in document.quotes]

    @property
    def speakers(self) -> list[str]:
        """Who is quoted by name, in the order in which each is first quoted."""
        return _speakers(self.quotes)

    def to_arrow(self) -> "pa.Table":
        """Return one row per quote: `doc_id`, `quote_no`, and the columns of the warehouse's quotes."""
        import pyarrow as pa

        fields = [field for field in QUOTES if field.name not in OF_A_WAREHOUSE]
        rows = [row for document in self for row in document.rows()]
        return pa.Table.from_pylist(rows, schema=pa.schema([pa.field("doc_id", pa.string(), nullable=False), *fields]))

    def to_pandas(self) -> "pd.DataFrame":
        """Return the same as a DataFrame."""
        return self.to_arrow().to_pandas()

    def __repr__(self) -> str:
        """Show how much there is."""
        return f"<{len(self)} documents, {len(self.quotes)} quotes>"

    def _repr_html_(self) -> str:
        return "<hr>".join(document._repr_html_() for document in self)


def _speakers(quotes: Sequence[AnnotatedQuote]) -> list[str]:
    return list(dict.fromkeys(quote.speaker for quote in quotes if quote.speaker is not None))
