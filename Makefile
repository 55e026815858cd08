# One command each: `make serve` for a newcomer, `make test` and `make check` for a developer. CI runs the same ones.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# What reads the source, or what a browser is shown: the same whatever keeps the rows.
NO_DATABASE := tests/house tests/browser

.DEFAULT_GOAL := help
.PHONY: help serve test check format bench pictures migrations lock wheel clean

help:  ## List these commands
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(VENV)/run.stamp  ## Install, migrate, fill an empty database with a sample story, and serve on port 8000
	$(BIN)/ipt migrate
	$(BIN)/ipt samples
	exec $(BIN)/ipt serve

test: $(VENV)/dev.stamp  ## Run the tests on SQLite, then on PostgreSQL; what is lacking is left out and named (CI=1: failed)
	$(BIN)/python -m pytest --numprocesses logical $(ARGS)
	$(BIN)/python -m pytest --numprocesses logical --database postgresql $(addprefix --ignore=,$(NO_DATABASE)) $(ARGS)

check: $(VENV)/dev.stamp  ## Lint, format, types and the house rules
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/python -m pytest tests/house

format: $(VENV)/dev.stamp  ## Mend what ruff can mend
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format

bench: $(VENV)/dev.stamp  ## Measure beside the usual way, Node's fastest and the floor: make bench ARGS="--suppliers 50000"
	@if command -v npm >/dev/null; then npm ci --prefix bench/node --loglevel error; else echo "There is no npm: Node is left out."; fi
	$(BIN)/python -m bench $(ARGS)

pictures: $(VENV)/dev.stamp  ## Take the pictures of docs/ anew, in this machine's Chromium and its fonts
	$(BIN)/python -m tests.browser.pictures

migrations: $(VENV)/dev.stamp  ## Write a migration for every department whose models changed: make migrations NAME=what_changed
	$(BIN)/ipt migrate --make $(or $(NAME),$(error say what changed: make migrations NAME=tender_deadline))

lock: $(VENV)/dev.stamp  ## Resolve pyproject.toml anew into requirements/*.txt, by hash, for every platform
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --upgrade --generate-hashes \
	  --python-version 3.11 --no-header --quiet --output-file requirements/dev.txt
	$(BIN)/uv pip compile pyproject.toml --group install --constraints requirements/dev.txt --universal --upgrade --generate-hashes \
	  --python-version 3.11 --no-header --quiet --output-file requirements/run.txt

wheel: $(VENV)/dev.stamp  ## Build dist/*.whl
	$(BIN)/python -m build --wheel --no-isolation

clean:  ## Remove the environment and what tools made; the database stays
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis

# What is installed is exactly what the lock says; a stamp newer than lock and project file means nothing to do.
$(VENV)/%.stamp: requirements/%.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("IPT Graph needs Python 3.11 or newer and found %s.\nName another one: make serve PYTHON=python3.13" % sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes --requirement requirements/$*.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
