"""The finder of names and attributions that needs no model; not the default."""
