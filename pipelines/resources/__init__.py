"""Configuration and outside handles: where data lies, the writer's lock. Nothing is read at import."""
