"""Who speaks: each source, or missing source, resolved to a chain of names of the document or to nobody."""
