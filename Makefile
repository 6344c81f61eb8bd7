# Every target sets up what it needs. A second run installs nothing and needs no network.
PYTHON ?= python3
VENV   ?= .venv
ARGS   ?=

PY   := $(VENV)/bin/python
# What installing depends on: pyproject.toml without the settings of the linters and tests, and the versions.
KEY  := $(shell sed '/^\[tool.ruff\]/,$$d' pyproject.toml | cat - constraints.txt | cksum | tr ' ' '-')
RUN  := $(VENV)/.run-$(KEY)
DEV  := $(VENV)/.dev-$(KEY)
# The index and what is learned for the tests; a change in corpus/ or the engine makes them anew.
TESTED := .chatbot/tests
PIP  := $(PY) -m pip install --disable-pip-version-check --no-compile --quiet

.PHONY: help run index install test lint evals constraints chromium postgresql clean

help:
	@echo 'make run      the page on http://127.0.0.1:7860 (builds the index on its first run)'
	@echo 'make index    build the index after a change in corpus/'
	@echo 'make test     every test; ARGS="tests/finding -k fused" for some of them'
	@echo 'make lint     ruff and mypy --strict'
	@echo 'make evals    measure the answers, with a report; ARGS="--fast" or "urgent --worst 5" for some'
	@echo 'make install  set up $(VENV) for all of these'
	@echo 'make clean    remove all that make has made; documents of your own stay'

run: $(RUN)
	$(PY) -m chatbot serve

index: $(RUN)
	$(PY) -m chatbot index

install: $(DEV)

test: $(DEV) chromium postgresql
	$(if $(ARGS),,CHATBOT_DATA=$(TESTED) $(PY) -m chatbot index)
	$(if $(ARGS),,OMP_NUM_THREADS=1 )$(PY) -m pytest $(or $(ARGS),-n 2 --dist loadscope --ignore tests/web)
	$(if $(ARGS),,OMP_NUM_THREADS=1 $(PY) -m pytest -n 2 --dist loadfile tests/web)

lint: $(DEV)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy --strict

evals: $(DEV)
	$(PY) -m evals $(ARGS)

$(RUN): | $(VENV)/bin/pip
	@echo 'Installing into $(VENV); this takes some minutes and happens once.'
	$(PIP) torch==$(shell sed -n 's/^torch==//p' constraints.txt)
	$(PIP) -c constraints.txt -e .
	@rm -f $(VENV)/.run-* && touch $@

$(DEV): $(RUN)
	$(PIP) -c constraints.txt -e '.[dev]'
	@rm -f $(VENV)/.dev-* && touch $@

$(VENV)/bin/pip:
	@command -v $(PYTHON) >/dev/null || { echo 'make: $(PYTHON) was not found; install Python 3.11 or newer' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "make: $$($(PYTHON) --version) is too old; Python 3.11 or newer is needed. Have it elsewhere?" >&2; \
		echo 'make: then say where: make PYTHON=/path/to/python3.11 ...' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'make: $(PYTHON) has no venv module; on Debian or Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

chromium:
	@command -v chromium >/dev/null || { \
		echo '****************************************************************************' >&2; \
		echo '** CHROMIUM IS MISSING: the page is NOT tested.  apt-get install chromium **' >&2; \
		echo '****************************************************************************' >&2; \
		test "$$CI" != true; }

postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || { \
		echo '**************************************************************************************' >&2; \
		echo '** POSTGRESQL IS MISSING: the trail is NOT tested with it.  apt-get install postgresql **' >&2; \
		echo '**************************************************************************************' >&2; \
		test "$$CI" != true; }

constraints:
	rm -rf build/fresh && $(PYTHON) -m venv build/fresh
	build/fresh/bin/python -m pip install --quiet torch==$(shell sed -n 's/^ *"torch==\(.*\)",/\1/p' pyproject.toml)
	build/fresh/bin/python -m pip install --quiet -e '.[dev,peers]'
	{ sed -n '/^#/p' constraints.txt; \
	  build/fresh/bin/python -m pip freeze --exclude-editable | sed '/^#/d; s/+.*//' | LC_ALL=C sort -f; } > build/constraints.txt
	mv build/constraints.txt constraints.txt && rm -rf build/fresh

clean:
	rm -rf $(VENV) .chatbot/index .chatbot/learned .chatbot/model build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
