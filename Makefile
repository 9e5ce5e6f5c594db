# Two commands do everything on a fresh machine with Python 3.11 or newer: `make run` and `make test`.
.PHONY: run test check check-python check-javascript test-javascript clean

PYTHON ?= python3
BIN := .venv/bin

run: .venv/runtime
	$(BIN)/streamlit run dashboard/app.py

# What comes from npm is checked and tested where there is npm; .ci/run insists on it.
WITH_NPM = if [ -e node_modules/installed ]; then npm run --silent $(1); else echo "no npm: $(1) of JavaScript left out"; exit $${SOFTMAX_LAB_REQUIRE_BROWSER:-0}; fi

test: .venv/development node_modules/installed
	@$(SIDE_BY_SIDE) check-python check-javascript test-javascript
	$(BIN)/pytest --ignore tests/browser --numprocesses 2 --dist loadfile --no-loadscope-reorder
	$(BIN)/pytest tests/browser --numprocesses 2 --dist loadfile

check: .venv/development node_modules/installed
	@$(SIDE_BY_SIDE) check-python check-javascript

# Two at a time, each of which says what it has to say when it is done.
SIDE_BY_SIDE = $(MAKE) --no-print-directory --jobs=2 --output-sync=target

check-python:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

check-javascript:
	@$(call WITH_NPM,check)

test-javascript:
	@$(call WITH_NPM,test)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .tsbuildinfo node_modules

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

# ESLint, TypeScript, and axe-core, with which tests/browser looks for what keeps people out. Without npm these checks
# are left out, and say so.
node_modules/installed: package.json package-lock.json .npmrc
	@if npm ci --no-progress; then touch $@; else echo "nothing of npm is installed: it is missing or failed"; fi
