"""`whosaid` from Python."""

from pipelines import __version__

__all__ = ["__version__", "default_annotator"]


def __getattr__(name: str) -> object:
    """Import on first use what takes a while to import."""
    if name == "default_annotator":
        from pipelines.annotate import default_annotator

        return default_annotator
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
