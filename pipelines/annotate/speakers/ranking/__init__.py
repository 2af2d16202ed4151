"""Who is meant, learned: candidates for a source, what speaks for each, and the trees that weigh it.

Here lives the choice among names that the text holds. What a source span is (name, description, pronoun) is read
before; the weights come from `training.ranker`.
"""
