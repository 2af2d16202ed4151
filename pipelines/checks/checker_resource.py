"""The checking process as a Dagster resource: it starts with the run and ends with it."""

from collections.abc import Iterator

from dagster import InitResourceContext, resource

from pipelines.checks.checker import Checker


@resource
def checker_resource(context: InitResourceContext) -> Iterator[Checker]:
    """Yield a checker whose process imports its libraries while the run ingests."""
    with Checker() as checker:
        checker.start()
        yield checker
