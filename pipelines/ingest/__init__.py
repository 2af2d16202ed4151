"""Bytes to articles: find files, open containers, split files into records, extract, complete metadata, decide an outcome."""
