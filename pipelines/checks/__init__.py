"""Promises about the tables that Python hands to dbt: suites as data, run by Great Expectations, shown by Dagster."""
