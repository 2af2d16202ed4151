"""Names: what a printed name of a person or a thing is made of, and how well two of them agree."""
