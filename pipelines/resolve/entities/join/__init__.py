"""Joining: chains to nodes, nodes to clusters, clusters to the ids that stay."""
