"""The reading room, `whosaid desk`: the published warehouse as pages, and corrections made on them.

`app.py` is the index of its pages. `questions/` holds pure functions that give rows from DuckDB and know nothing of
HTTP; the modules named `..._pages.py` are thin routes from them to `templates/`. Nothing here writes DuckDB or the
lake.
"""
