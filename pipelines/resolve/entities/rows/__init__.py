"""The rows that a run adds to the lake."""
