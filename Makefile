# Two commands: `make site` builds the demo site into public/, `make test` proves the code.
# Both need Python 3.11 or newer and nothing else (the tests use node and npm where they are); name another one as PYTHON=python3.12.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
CLIENTS = tests/clients
# The demo is a story at a moment: it looks the same whenever it is built.
NOW = 2026-03-14T10:05:00Z

.PHONY: site test night fuzz

site: $(VENV)/.installed
	$(BIN)/statusladder build --site . -o public --now $(NOW)
	@echo
	@echo 'The site lies in public/. To look at it, run'
	@echo '  python3 -m http.server -d public 8000 --bind 127.0.0.1'
	@echo 'and open http://127.0.0.1:8000/'

test: $(VENV)/.installed-dev $(CLIENTS)/node_modules/.installed
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest -n 3 --dist worksteal
	tests/on_the_wheel.sh $(BIN)/python

# The same with more of what is generated and edited: 200 sites whose statements are compared, instead of 24.
night: export STATUSLADDER_NIGHT = 1
night: test

# Hostile inputs for as long as is asked for: make fuzz SECONDS=3600. What breaks an entry is kept in tests/fuzz/corpus.
SECONDS = 300
fuzz: $(VENV)/.installed-dev
	PYTHONPATH=tests $(BIN)/python tests/fuzz.py $(SECONDS)

# The stamps make an install happen once, and again only when pyproject.toml changes.
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(VENV)/.installed $@

# Programs in JavaScript that read what we publish; without npm the tests that run them are left out.
$(CLIENTS)/node_modules/.installed: $(CLIENTS)/package-lock.json
	@if command -v npm >/dev/null; then \
	  npm ci --prefix $(CLIENTS) --ignore-scripts --no-audit --no-fund --silent && touch $@; \
	else echo 'npm is not installed: tests with clients in JavaScript are left out' >&2; fi

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed; name one as make PYTHON=python3.12 …' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
