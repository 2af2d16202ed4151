"""Cue, content and source of one attribution: read, mended, or dropped where they are no quote."""
