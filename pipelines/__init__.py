"""`whosaid`: a folder of raw news articles in, a DuckDB warehouse of who said what out."""

__version__ = "0.1.0"
