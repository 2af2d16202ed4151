"""The checking process as a resource of a run: started when asked for, ended with the run."""

from collections.abc import Iterator

from dagster import InitResourceContext, resource

from pipelines.checks.checker import Checker


@resource
def checker_resource(context: InitResourceContext) -> Iterator[Checker]:
    """Yield a checker that imports ahead while the run ingests."""
    with Checker() as checker:
        checker.start()
        yield checker
