"""The process that runs suites for a run: see `expectations`."""

from pipelines.resources.loading import loading

with loading():
    from pipelines.checks.expectations import main

main()
