"""Pure functions from a connection to the warehouse to the rows of a page, one module a page."""
