"""Comparing: which nodes are compared, what Splink makes of each pair, and the clusters that follow."""
