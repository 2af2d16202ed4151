"""Text to annotations: sentences, mentions, and who said what."""
