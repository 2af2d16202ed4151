"""Wordings: which different texts are prints of the same words. Not here: what else is known of them (`links`)."""
