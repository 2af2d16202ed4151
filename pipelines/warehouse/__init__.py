"""The warehouse: dbt builds it from the lake, publish makes it visible. dbt alone writes DuckDB.

A run of the warehouse stage, in this order and under the writer's lock:

    if not build.is_current(data):            # every commit of the lake is published, by this very project
        run = build.build(data)               # DbtRun: one NodeResult per model and per test
        ...show run.results, stop if run.failures
        build.row_counts(data)                # {"articles": 20000, ...} of the build file
        published = publish.publish(data)     # Published(path, bytes, seconds), an atomic replace

Definitions take the project's structure from `manifest.ensure_manifest(data)`, the path of a manifest.json that is
parsed only when the project changed. What a person can put right is raised as a `WarehouseError` with a one-line
message.
"""
