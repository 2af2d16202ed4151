"""The fault benchmark's parts: clean cases, faults put into them, the lake they are judged in, the account of it.

A *case* is an article whose attributions are known right; a *variant* is its rows as the lake holds them; a *fault* is
a variant in which one thing is wrong, beside the clean one that it is compared with. Nothing here judges: findings come
from the dbt project alone.
"""
