"""Links: which segments are one utterance by their words and by what else is known, and the rows that say so."""
