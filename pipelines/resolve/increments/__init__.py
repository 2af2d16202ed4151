"""Increments: what of the lake is new to a resolver, and what it keeps from run to run. Not here: what is resolved."""
