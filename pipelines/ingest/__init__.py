"""Bytes to articles: find files, open containers, split into records, extract, complete metadata, decide an outcome."""
