# Works on a fresh clone with only Python 3.11+ and make.
#   make run    set up, run the main job over data/raw, print what came in and where the warehouse is
#   make test   set up, lint, type-check, test
#   make check  set up, lint, type-check, run the tests that build no warehouse: for between two edits
#   make coverage  the tests that build no warehouse, with the lines that none of them runs and the least that they must
#   make ui     set up, open Dagster on http://127.0.0.1:3000
#   make docs   build the documentation as a site into site/
DATA ?= data
PORT ?= 3000
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& echo $$p && break; done)
BIN := .venv/bin

# Tests of one file share what is built for them, so a file stays with one process; the long ones (integration) begin.
PYTEST := $(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: run check test coverage ui lint style types queries docs lock
run: .venv/.installed
	$(BIN)/whosaid run --data $(DATA)

ui: .venv/.installed
	$(BIN)/whosaid ui --data $(DATA) --port $(PORT)

test: lint
	$(PYTEST)

check: style types
	$(PYTEST) tests/unit -m "not builds"

# Of the code that runs in the tests' own processes; the tests that build a warehouse run commands in others.
coverage: .venv/.installed-dev
	$(PYTEST) tests/unit -m "not builds" --cov --cov-report=term-missing

# Types and queries take a minute or two of one processor each: both at once.
lint: style
	@$(MAKE) --no-print-directory --jobs 2 types queries

style: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/.installed-dev
	$(BIN)/mypy

queries: .venv/.installed-dev
	$(BIN)/sqlfluff lint dbt_project

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed: install it, or name it with make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv .venv

# A stamp newer than its inputs means that nothing needs installing. The locks are complete, so pip resolves nothing.
.venv/.installed: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m pipelines.warehouse.manifest
	@touch $@

.venv/.installed-dev: requirements-dev.lock .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# A link to a page that is not there, or to a place that no page has, fails.
docs: .venv-docs/.installed
	.venv-docs/bin/zensical build --clean --strict

.venv-docs/.installed: requirements-docs.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed: install it, or name it with make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv .venv-docs
	.venv-docs/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-docs.lock
	@touch $@

# Needs uv; a lock names no package host.
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml
lock:
	$(LOCK) --extra build --output-file requirements.lock
	$(LOCK) --extra build --extra dev --output-file requirements-dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group docs \
		--output-file requirements-docs.lock
