# make lab opens the course; make test runs every test; make help lists the rest.
# Works with GNU make 3.81 (macOS) and newer, and any POSIX shell.

VENV := .venv
BIN := $(VENV)/bin
# Notebooks that the tests run at a time; each may take 1.2 GB.
WORKERS ?= 2
# Seconds for one test or one cell: ten times what an idle machine needs, for a busy one.
TIMEOUT ?= 1800
PYTEST := $(BIN)/python -m pytest --timeout=$(TIMEOUT)
PARALLEL := -n $(WORKERS) --dist loadfile
NBVAL := --nbval-lax --nbval-current-env --nbval-cell-timeout=$(TIMEOUT) --nbval-kernel-startup-timeout=$(TIMEOUT)

EXTRAS_course := course
EXTRAS_test := test

.PHONY: help lab test test-fast test-notebooks test-slow test-colab course site notebooks repository style clean
.DEFAULT_GOAL := help

help: ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-24s %s\n", $$1, $$2}'

lab: $(VENV)/installed-course ## Install what is missing and open the course in JupyterLab
	@root=""; [ "$$(id -u)" != 0 ] || root="--allow-root"; \
	browser=""; \
	if [ "$$(uname)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  browser="--no-browser"; \
	  echo "No browser here: open the address that JupyterLab prints below. Ctrl-C twice stops it."; \
	fi; \
	exec $(BIN)/jupyter lab $$root $$browser --log-level=WARN \
	  --config=notebooks/lab_config.py --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb

test: $(VENV)/installed-test ## Run every test: units, notebooks, style, and a browser where there is one
	$(PYTEST) $(PARALLEL) $(NBVAL) notebooks tests

test-fast: $(VENV)/installed-test ## Run the quick tests: no browser, no notebooks, no training
	$(PYTEST) -n $(WORKERS) --fast tests

test-notebooks: $(VENV)/installed-test ## Run only the notebooks and their style checks
	$(PYTEST) $(PARALLEL) $(NBVAL) notebooks tests/course/test_notebook_style.py

test-slow: $(VENV)/installed-test ## Run the tests that take many minutes
	$(PYTEST) -m "slow and not colab" --timeout=3600 tests

test-colab: $(VENV)/installed-test ## Run notebooks 00-04 with the versions that Colab has
	$(PYTEST) -m colab --timeout=3600 tests/colab

course: $(VENV)/installed-course ## Run all notebooks and write pages to read into html/
	$(BIN)/python -m notebooks.build html

site: $(VENV)/installed-course ## Build the site into site/: the lessons to read, the pad, an index
	$(BIN)/python -m notebooks.build site

notebooks: $(VENV)/installed-course ## Run all notebooks and write their outputs back into them
	$(BIN)/python -m notebooks.build execute

repository: $(VENV)/installed-course ## Re-point every badge and setup cell: make repository URL=https://github.com/OWNER/NAME
	@[ -n "$(URL)" ] || { echo "Give the address: make repository URL=https://github.com/OWNER/NAME"; exit 1; }
	$(BIN)/python -m notebooks.build repository "$(URL)"

style: $(VENV)/installed-test ## Check the style of the code
	$(BIN)/ruff check
	$(BIN)/ruff format --check

clean: ## Remove what make made; your drawings and networks stay
	rm -rf $(VENV) html site screenshots build dist .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -o -name .ipynb_checkpoints | xargs rm -rf

# One stamp for each set of packages, so that a second run starts at once. Of pip's many lines
# the last one is shown; if it fails, the end of its log.
$(VENV)/installed-%: $(BIN)/python pyproject.toml
	@echo "Installing the packages into $(VENV), only this first time: 2 to 10 minutes, 2.8 GB of"
	@echo "disk (most of it TensorFlow). A notebook needs up to 1.2 GB of memory."
	@{ $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off \
	    -e ".[$(EXTRAS_$*)]" 2>&1 || echo "pip failed"; } | tee $(VENV)/install.log | \
	  while IFS= read -r line; do \
	    case $$line in "Installing collected"*) line="Unpacking all packages, the longest step ...";; esac; \
	    printf '\r%-79.79s' "$$line"; \
	  done; printf '\r%-79s\r' ""
	@! grep -q "^pip failed$$" $(VENV)/install.log || { tail -n 20 $(VENV)/install.log; exit 1; }
	@touch $@

# The newest Python that TensorFlow has a release for; PYTHON=... chooses another one.
$(BIN)/python:
	@for python in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
	  $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null || continue; \
	  found=$$python; \
	  $$python -c 'import ensurepip, venv' 2>/dev/null || continue; \
	  echo "Making $(VENV) with $$($$python --version)."; \
	  exec $$python -m venv --clear $(VENV); \
	done; \
	if [ -n "$$found" ]; then \
	  version=$$($$found -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	  echo "$$found cannot make virtual environments yet. On Debian or Ubuntu run:"; \
	  echo "  sudo apt install python$$version-venv"; \
	else \
	  echo "Python 3.11, 3.12 or 3.13 is needed: https://www.python.org/downloads/"; \
	  echo "(TensorFlow has no release for Python 3.14 yet.)"; \
	fi; \
	exit 1
