"""Entities across articles: which person, organisation or place each chain of an article is."""
