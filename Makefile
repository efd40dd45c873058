# Everything that a person or CI does with Shifo. `make` alone lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# Said on make's command line only: some shells and tools export a HOST that means something else.
HOST := 127.0.0.1
PORT ?= 8501
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
# Errors only.
QUIET := --quiet --quiet
PIP := $(PY) -m pip --disable-pip-version-check --no-input install $(QUIET)

# A stamp is as old as the last installation: a newer lock installs again, else nothing is done.
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-dev
DATA_VENV := .venv-data
DATA_READY := $(DATA_VENV)/.ready

LANGUAGE_FILES := $(wildcard locales/*/LC_MESSAGES/shifo.po)
SPEAKING_CODE := $(wildcard app.py pages components shifo)

export DEBIAN_FRONTEND := noninteractive
export PYTHONUTF8 := 1

# The first interpreter that really runs and is new enough (a version manager may put names on PATH
# that do not). PYTHON=/path/to/python goes before all others.
define find_python
for name in $${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do \
  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
    python=$$name; break; \
  fi; \
done; \
if [ -z "$${python:-}" ]; then \
  echo "Shifo needs Python 3.11 or newer, and none was found on PATH." >&2; \
  echo "Install one (https://www.python.org/downloads/) or say where it is: make PYTHON=/path/to/python" >&2; \
  exit 1; \
fi
endef

# $(call apt_install,packages): on Debian and its kin, as root or through sudo. Fails elsewhere.
define apt_install
{ command -v apt-get >/dev/null || { echo "apt-get is not here" >&2; false; }; } && \
{ if [ "$$(id -u)" = 0 ]; then as_root=env; else as_root="sudo env"; fi; \
  echo "Installing $(1) with apt-get" >&2; \
  $$as_root DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq update </dev/null && \
  $$as_root DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq install -y \
    --no-install-recommends $(1) </dev/null >/dev/null; }
endef

# $(call make_venv,folder)
define make_venv
$(find_python); \
if ! "$$python" -c 'import ensurepip' 2>/dev/null; then \
  package="python$$("$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"; \
  $(call apt_install,"$$package") || { \
    echo "$$python cannot make virtual environments: install its venv module ($$package on Debian and Ubuntu)." >&2; \
    exit 1; \
  }; \
fi; \
echo "Making $(1) with $$("$$python" --version)" >&2; \
"$$python" -m venv --clear $(1)
endef

.PHONY: help
help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

# Through uvicorn rather than `streamlit run`: the latter falls back, without a word, to running
# server.py as a page when it does not recognise the application object in it.
# No access log: visitors' addresses are nobody's business. Streamlit writes one of its own unless
# logger.level in .streamlit/config.toml is "warning".
.PHONY: run
run: $(RUN_READY) compile-messages ## start the dashboard (PORT=8501 HOST=127.0.0.1)
	@echo "Shifo is at http://$(HOST):$(PORT) (Ctrl+C stops it)"
	@exec $(PY) -m uvicorn server:app --host $(HOST) --port $(PORT) --no-access-log \
	  --log-level warning --timeout-graceful-shutdown 3

.PHONY: test
test: $(DEV_READY) chromium lint compile-messages ## check everything: lint, unit, app and browser tests
	$(PY) -m pytest -n 2 $(PYTEST_ARGS) tests/unit tests/app
	$(PY) -m pytest $(PYTEST_ARGS) tests/browser

.PHONY: test-office
test-office: $(DEV_READY) ## slides and spreadsheets in LibreOffice, typefaces in PDF (installs both tools)
	@for tool in soffice pdffonts; do command -v $$tool >/dev/null || { \
	  $(call apt_install,libreoffice-impress libreoffice-calc poppler-utils); break; }; done
	$(PY) -m pytest $(PYTEST_ARGS) tests/office

.PHONY: lint
lint: $(DEV_READY) ## ruff, mypy and the direction of imports
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -c 'from importlinter.cli import lint_imports_command as main; main()'

.PHONY: format
format: $(DEV_READY) ## let ruff lay out and mend the code
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

.PHONY: bench
bench: $(DEV_READY) chromium compile-messages ## measure speed against the floor of the same run
	$(PY) -m benchmarks
	$(PY) -W ignore -m benchmarks.exports

.PHONY: bench-peers
bench-peers: $(DEV_READY) ## measure access and siting against PySAL access, spopt and pyproj
	$(PIP) -r benchmarks/requirements.txt
	$(PY) -W ignore -m benchmarks.siting

.PHONY: data
data: $(DATA_READY) ## rebuild boundaries and places from their packages
	$(DATA_VENV)/bin/python -m data.build

.PHONY: messages
messages: $(DEV_READY) ## gather the texts to translate into locales/
	@mkdir -p locales
	$(PY) -m babel.messages.frontend extract --no-wrap --sort-by-file --add-location=file \
	  --project=Shifo --version="" --copyright-holder="Shifo contributors" \
	  --add-comments=TRANSLATORS: --output-file=locales/shifo.pot $(SPEAKING_CODE)
	@if [ -n "$(LANGUAGE_FILES)" ]; then \
	  $(PY) -m babel.messages.frontend update --no-wrap --no-fuzzy-matching --ignore-pot-creation-date \
	    --domain=shifo --input-file=locales/shifo.pot --output-dir=locales; \
	fi
	@$(MAKE) compile-messages

.PHONY: compile-messages
compile-messages: $(patsubst %.po,%.mo,$(wildcard locales/*/LC_MESSAGES/*.po))

locales/%.mo: locales/%.po | $(RUN_READY)
	@$(PY) -m babel.messages.frontend --quiet compile --input-file=$< --output-file=$@

.PHONY: lock
lock: $(DEV_READY) ## write the locks anew from requirements*.txt (UPGRADE=1 for newest versions)
	$(PIP) uv
	$(PY) -m uv pip compile $(LOCK_OPTIONS) requirements.txt --output-file requirements.lock
	$(PY) -m uv pip compile $(LOCK_OPTIONS) requirements-dev.txt --constraint requirements.lock \
	  --output-file requirements-dev.lock

# One set of versions for every system and every Python from 3.11 on.
LOCK_OPTIONS := --quiet --universal --python-version 3.11 --fork-strategy fewest \
  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
  $(if $(UPGRADE),--upgrade)

.PHONY: clean
clean: ## remove what was made here: environments, caches, compiled texts
	rm -rf $(VENV) $(DATA_VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
	find . -name '*.mo' -path './locales/*' -delete

$(PY):
	@$(call make_venv,$(VENV))

$(RUN_READY): requirements.lock | $(PY)
	@echo "Installing what Shifo runs on" >&2
	@$(PIP) -r requirements.lock
	@touch $@

# The development lock holds the run-time one at the same versions, so one call serves both.
$(DEV_READY): requirements-dev.lock requirements.lock | $(PY)
	@echo "Installing what Shifo runs on and is tested with" >&2
	@$(PIP) -r requirements-dev.lock
	@touch $(RUN_READY) $@

$(DATA_VENV)/bin/python:
	@$(call make_venv,$(DATA_VENV))

$(DATA_READY): data/build/requirements.txt | $(DATA_VENV)/bin/python
	@echo "Installing what the data are built with" >&2
	@$(DATA_VENV)/bin/python -m pip --disable-pip-version-check --no-input install $(QUIET) -r $<
	@touch $@

.PHONY: chromium
chromium: $(DEV_READY)
	@find="$(PY) tests/browser/support.py"; \
	if $$find >/dev/null 2>&1; then exit 0; fi; \
	if [ -n "$${CHROMIUM:-}" ]; then echo "CHROMIUM=$$CHROMIUM is not a program that runs." >&2; exit 1; fi; \
	$(call apt_install,chromium) || true; \
	if $$find >/dev/null 2>&1; then exit 0; fi; \
	$(PY) -m playwright install chromium </dev/null || true; \
	if $$find >/dev/null 2>&1; then exit 0; fi; \
	echo "The browser tests need Chromium: install it (Debian: apt-get install chromium) or say where it is: make test CHROMIUM=/path/to/chromium" >&2; \
	exit 1
