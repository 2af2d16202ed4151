"""Across articles: the same person, the same words, the same copy.

Here live the stages that compare articles with one another. Not here: reading one article (`pipelines.annotate`).
"""
