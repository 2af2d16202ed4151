"""Arrow tables in memory: typed columns, and SQL over them. Nothing here knows what the rows mean."""
