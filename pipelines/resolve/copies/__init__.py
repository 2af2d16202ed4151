"""Copies: articles that print what another printed: wire copy, near-duplicates, excerpts.

`find_copies` takes new articles and what is known, and returns what is known then.
"""

from pipelines.resolve.copies.find import Copies, find_copies, list_copies

__all__ = ["Copies", "find_copies", "list_copies"]
