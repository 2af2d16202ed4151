"""Attributions that the layout shows: headline colons, transcript labels, signed quotations, reports inside reports."""
