# auralis: make play | test | check | docs | compare | bands | soak | fuzz | faults | bench | dist | clean
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
UV := $(shell command -v uv 2>/dev/null)

help: ## say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): pyproject.toml
ifdef UV
	test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) $(VENV)
	VIRTUAL_ENV=$(abspath $(VENV)) $(UV) pip install --quiet --compile-bytecode --editable '.[test,check]'
else
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,check]'
endif
	@touch $@

node_modules/.installed: package.json
	npm install --silent
	@touch $@

play: $(STAMP) ## install, serve the main station, print the page's address and open it
	$(BIN)/auralis serve --open

test: $(STAMP) ## install what the tests need and run them all
	scripts/test-tools
	@$(MAKE) --no-print-directory node_modules/.installed
	scripts/run-tests $(BIN)/pytest
	node --test tests/web/

check: $(STAMP) node_modules/.installed ## lint and type-check everything
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	npm run --silent check

docs: $(STAMP) node_modules/.installed ## build the documents as a site, into site/
	$(BIN)/python -m documentation site

compare: $(STAMP) ## hold speed, size and sound of the engine against the baseline
	XDG_CACHE_HOME=$(abspath .cache) $(BIN)/auralis bench --quick --compare benchmarks/baseline.json

bands: $(STAMP) ## measure every preset against its acceptance bands, and modules on more processors (half an hour)
	scripts/test-tools
	$(BIN)/pytest -m bands tests/bands tests/engine tests/station

soak: $(STAMP) ## crowd a server for ten minutes, or for AURALIS_SOAK_S seconds; play eight hours as fast as they can be
	scripts/test-tools
	ulimit -n $$(ulimit -Hn) && $(BIN)/pytest -m soak tests/server
	AURALIS_SOAK_S=$${AURALIS_SOAK_S:-60} $(BIN)/pytest tests/e2e/test_clients.py
	$(BIN)/python -m benchmarks.soak --hours $${AURALIS_SOAK_HOURS:-8} --page docs/faults.md --plot docs/images/soak.png

fuzz: $(STAMP) ## throw a hundred thousand malformed inputs at a server, and more at what decodes them
	scripts/test-tools
	$(BIN)/pytest -s -m fuzz tests/fuzz

faults: $(STAMP) ## break a server in every way, one by one, while fifty listen
	scripts/test-tools
	$(BIN)/python -m benchmarks.faults --page docs/faults.md

bench: $(STAMP) ## measure speed and memory, beside peers where they are installed
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.broadcast
	$(BIN)/python -m benchmarks.export

dist: $(STAMP) ## build sdist and wheel into dist/
	$(BIN)/python -m build --no-isolation --outdir dist

clean: ## remove what was made
	rm -rf $(VENV) node_modules .cache build dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests benchmarks documentation -name __pycache__ -prune -exec rm -rf {} +

.PHONY: help play test check docs compare bands soak fuzz faults bench dist clean
