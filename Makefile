# Every recipe sets itself up: it makes .venv, installs the locked dependencies and compiles the translations when one of
# them is older than what it comes from. Needed on the machine: Python 3.11 or newer, make, git.

# Compiled modules are kept. Where this variable is set, every command would compile the program anew: seconds each time.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
PO := $(wildcard src/xueer/*/locale/*/LC_MESSAGES/*.po)

.DEFAULT_GOAL := help
.PHONY: help demo test fast check static fix bench messages lock clean

help:  ## what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: $(VENV)/.ready $(VENV)/.messages  ## the example district on http://127.0.0.1:8000 (PORT=8000)
	$(BIN)/xueer demo --port $(PORT)

test: $(VENV)/.ready-dev $(VENV)/.messages  ## every test, on SQLite or on DATABASE_URL (TESTS: more for pytest)
	$(BIN)/pytest -n auto --dist worksteal $(TESTS)

fast: $(VENV)/.ready-dev $(VENV)/.messages  ## the quick tests, last failures first
	$(BIN)/pytest -n auto --failed-first -m "not slow and not browser"

check: static  ## what `make static` checks, and the guard tests
	$(BIN)/pytest -q tests/architecture

static: $(VENV)/.ready-dev $(VENV)/.messages  ## format, lint, types, import contract
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/python -m tools.types_check

fix: $(VENV)/.ready-dev  ## format and mend what can be mended
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: $(VENV)/.ready-dev $(VENV)/.messages  ## how quick it is, as ratios; writes bench/latest.md
	$(BIN)/python -m bench $(BENCH)

messages: $(VENV)/.ready-dev  ## collect the texts into the catalogues, say which lack a translation
	$(BIN)/python -m tools.messages

lock: $(VENV)/.ready-dev  ## resolve the dependencies anew (needs `uv` on the path or in .venv)
	$(BIN)/python -m tools.lock

clean:  ## remove what is made, never a home
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Xue'er needs Python 3.11 or newer; $(PYTHON) is `$(PYTHON) --version 2>&1`. Name another: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "$(PYTHON) cannot make an environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) --require-hashes --no-deps -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	$(PIP) --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

$(VENV)/.messages: tools/messages.py $(PO) | $(VENV)/.ready
	$(BIN)/python -m tools.messages --compile
	@touch $@
