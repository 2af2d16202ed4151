"""Who said what, where, through which source, and how sure are we: from Python.

    import whosaid

    for quote in whosaid.annotate('"We have no choice," said Lena Orr, the minister.').quotes:
        print(quote.speaker, quote.content)

    whosaid.open("data").quotes(speaker="Lena Orr").df()

Importing this imports nothing else: each name is imported when it is first used. Nothing is sent anywhere, and nothing
is asked of the network.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipelines import __version__

if TYPE_CHECKING:
    from pipelines.annotate import default_annotator
    from pipelines.records import Annotation, Annotator, Document, Mention, Quote, Sentence, Span
    from pipelines.warehouse.errors import WarehouseError
    from whosaid.annotated import AnnotatedDocument, AnnotatedDocuments, AnnotatedQuote
    from whosaid.annotating import AnnotationError, annotate
    from whosaid.reading import Warehouse
    from whosaid.reading import open_warehouse as open
    from whosaid.validating import validate

__all__ = [
    "AnnotatedDocument",
    "AnnotatedDocuments",
    "AnnotatedQuote",
    "Annotation",
    "AnnotationError",
    "Annotator",
    "Document",
    "Mention",
    "Quote",
    "Sentence",
    "Span",
    "Warehouse",
    "WarehouseError",
    "__version__",
    "annotate",
    "default_annotator",
    "open",
    "validate",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for the first time."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(_home_of(name), {"open": "open_warehouse"}.get(name, name))
    return value


def __dir__() -> list[str]:
    return __all__


def _home_of(name: str) -> Any:
    """Return the module that defines a name."""
    match name:
        case "annotate" | "AnnotationError":
            return import_module("whosaid.annotating")
        case "validate":
            return import_module("whosaid.validating")
        case "open" | "Warehouse":
            return import_module("whosaid.reading")
        case "AnnotatedDocument" | "AnnotatedDocuments" | "AnnotatedQuote":
            return import_module("whosaid.annotated")
        case "default_annotator":
            from pipelines import annotate

            return annotate
        case "WarehouseError":
            from pipelines.warehouse import errors

            return errors
    from pipelines import records

    return records
