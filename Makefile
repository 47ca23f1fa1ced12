# Two commands do everything on a fresh Debian machine with Python 3.11, make and apt:
#   make site   sets up, and builds the demo into site/
#   make test   sets up, browser and checkers included, and runs all tests
# Both are fast the second time: a stamp stands for what was set up, and follows the lock files.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
APT := $(shell [ "$$(id -u)" = 0 ] && echo apt-get || echo sudo apt-get)

# The program is started many times: what Python compiled is kept, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: site test lint check screens lock clean

site: $(VENV)/site.stamp
	$(BIN)/python build.py build

test: $(VENV)/dev.stamp $(VENV)/browser.stamp lint
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest -n 2 --dist worksteal
	$(BIN)/python -m coverage combine -q
	$(BIN)/python -m coverage report

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: $(PYTHON) was not found" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { $(APT) update && $(APT) install -y python3.11-venv && $(PYTHON) -m venv $(VENV); }
	$(BIN)/python -m pip install -q --upgrade pip

$(VENV)/site.stamp: $(BIN)/python requirements.lock pyproject.toml
	$(BIN)/pip install -q --require-hashes -r requirements.lock
	$(BIN)/pip install -q --no-deps --no-build-isolation -e . || $(BIN)/pip install -q --no-deps -e .
	touch $@

$(VENV)/dev.stamp: $(VENV)/site.stamp requirements-dev.lock
	$(BIN)/pip install -q --require-hashes -r requirements-dev.lock
	touch $@

# Chromium to look at pages, with windows and (in most tests) without, Java and the Nu HTML checker to read them. Only what
# is missing is installed: Debian's npm conflicts with a Node.js that came from elsewhere.
$(VENV)/browser.stamp: package.json package-lock.json Makefile
	@missing=""; \
	  command -v chromium >/dev/null || missing="$$missing chromium"; \
	  command -v chromium-headless-shell >/dev/null || missing="$$missing chromium-headless-shell"; \
	  command -v java >/dev/null || missing="$$missing default-jre-headless"; \
	  command -v npm >/dev/null || missing="$$missing npm"; \
	  fc-list :lang=ja 2>/dev/null | grep -q . || missing="$$missing fontconfig fonts-noto-cjk"; \
	  test -z "$$missing" || { $(APT) update -q && $(APT) install -q -y --no-install-recommends $$missing; }
	npm ci --silent --no-audit --no-fund
	touch $@

check: $(VENV)/site.stamp
	$(BIN)/python build.py check

# Pictures of each kind of page, for docs/screens/.
screens: site $(VENV)/dev.stamp $(VENV)/browser.stamp
	$(BIN)/python bench/screens.py

# Locks hold hashes and no address of an index.
lock: $(BIN)/python
	$(BIN)/pip install -q pip-tools
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --no-header -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --no-header --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) node_modules .glossator
