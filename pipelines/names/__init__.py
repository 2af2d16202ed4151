"""What the rooms that read names share: lists of titles, places, nicknames, how a name folds, when two parts agree.

Within an article `pipelines.annotate.naming` says whose a name is; across articles `pipelines.resolve.entities` does.
Not here: what surrounds a name in its text, and what whole names of two articles weigh.
"""
