# Two commands do everything on a fresh machine with Python 3.11 or newer: `make run` and `make test`.
.PHONY: run test check clean

PYTHON ?= python3
BIN := .venv/bin

run: .venv/runtime
	$(BIN)/streamlit run dashboard/app.py

test: check node_modules/installed
	$(BIN)/pytest

check: .venv/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache node_modules

# Each stamp is as old as the requirements it installed, so that the second time costs nothing.
.venv/created:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Softmax Lab needs Python 3.11 or newer, not " + sys.version)'
	$(PYTHON) -m venv .venv
	touch $@

.venv/runtime: requirements.txt .venv/created
	$(BIN)/pip install --quiet --requirement requirements.txt
	touch $@

.venv/development: requirements-dev.txt .venv/runtime
	$(BIN)/pip install --quiet --requirement requirements-dev.txt
	touch $@

# axe-core, with which tests/browser looks for what keeps people out. Without npm that test is skipped and says so.
node_modules/installed: package.json package-lock.json .npmrc
	@if npm ci --no-progress; then touch $@; else echo "axe-core is not installed: npm is missing or failed"; fi
