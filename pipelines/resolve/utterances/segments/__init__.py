"""Segments: quotes, and sentences in the article's own voice, cut into what is compared across articles."""
