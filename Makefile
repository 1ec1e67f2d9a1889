# `make site` builds the demo site into public/. `make check` proves the parts while you work, and `make test` the whole but for
# dear tests of rare things, which run where CI is set. `make night` proves all of it as thoroughly as the CI of each night.
# They need Python 3.11 or newer and nothing else (the tests use node and npm where they are); name another one as PYTHON=python3.12.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
CLIENTS = tests/clients
# The demo is a story at a moment: it looks the same whenever it is built.
NOW = 2026-03-14T10:05:00Z

# What is installed is named by its hash. The first two lists are also what `statusladder init` gives a new site.
FOR_SITES = generator/statusladder/scaffold/templates
RUNTIME = $(FOR_SITES)/requirements.txt
BUILD = requirements/build.txt
DEV = requirements/dev.txt
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
  --custom-compile-command 'make lock' $(LOCK_OPTIONS)

.PHONY: site check test wheel night golden fuzz bench lock

site: $(VENV)/.installed
	$(BIN)/statusladder build --site . -o public --now $(NOW)
	@echo
	@echo 'The site lies in public/. To look at it, run'
	@echo '  python3 -m http.server -d public 8000 --bind 127.0.0.1'
	@echo 'and open http://127.0.0.1:8000/'

# The rooms below the outputs, whose tests need no browser, no server and no program but git; without those of the lint that go
# through whole generated sites and the record of real updates.
PARTS = $(addprefix tests/,authoring content history ladder lint markup model theming views test_architecture.py test_docs.py) \
  $(patsubst %,--ignore=tests/lint/test_%.py,gate_table generated_sites labels_time precision)
PROVE = $(BIN)/ruff check && $(BIN)/mypy && $(BIN)/pytest -n 3 --dist worksteal

check: $(VENV)/.installed-dev
	$(PROVE) $(PARTS)

test: $(VENV)/.installed-dev $(CLIENTS)/node_modules/.installed
	$(PROVE)

# The tests once more, against what is shipped.
wheel: $(VENV)/.installed-dev
	tests/on_the_wheel.sh $(BIN)/python

# All that is generated, edited and tried out, of which `make test` takes a part.
night: export STATUSLADDER_NIGHT = 1
night: test wheel

# The messages of the demo as the tests expect them, after a change that is meant: git diff shows what to read.
golden: $(VENV)/.installed-dev
	PYTHONPATH=tests $(BIN)/python tests/golden_messages.py

# What publishing costs, as ratios: make bench INCIDENTS='100 1000 10000'.
INCIDENTS = 100 1000
bench: $(VENV)/.installed-dev
	PYTHONPATH=benchmarks $(BIN)/python benchmarks/publish.py $(INCIDENTS)

# Hostile inputs for as long as is asked for: make fuzz SECONDS=3600, or so many: make fuzz INPUTS=1000000. What breaks an
# entry is kept in tests/fuzz/corpus.
SECONDS = 300
fuzz: $(VENV)/.installed-dev
	PYTHONPATH=tests $(BIN)/python tests/fuzz.py $(if $(INPUTS),--inputs $(INPUTS),--seconds $(SECONDS))

# The newest versions that suit us and have been out for a week, by when a bad one is often found out; LOCK_OPTIONS= keeps
# those that still suit.
lock: LOCK_OPTIONS ?= --upgrade --exclude-newer '7 days'
lock: $(VENV)/.installed-dev
	$(LOCK) pyproject.toml --output-file $(RUNTIME)
	$(LOCK) pyproject.toml --extra announce --constraint $(RUNTIME) --output-file $(FOR_SITES)/requirements-announce.txt
	$(LOCK) --group build --output-file $(BUILD)
	$(LOCK) pyproject.toml --extra dev --constraint $(FOR_SITES)/requirements-announce.txt --constraint $(BUILD) --output-file $(DEV)
	echo setuptools | $(LOCK) - --constraint $(BUILD) --output-file $(FOR_SITES)/requirements-build.txt

# The stamps make an install happen once, and again only when a list changes. What builds packages comes first and is named
# by its hash like all else, so nothing is fetched to build with.
$(VENV)/.installed: pyproject.toml $(RUNTIME) $(BUILD) | $(BIN)/python
	$(INSTALL) --require-hashes --requirement $(BUILD)
	$(INSTALL) --require-hashes --no-build-isolation --requirement $(RUNTIME)
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(DEV) $(VENV)/.installed
	$(INSTALL) --require-hashes --no-build-isolation --requirement $(DEV)
	@touch $@

# Programs in JavaScript that read what we publish; without npm the tests that run them are left out.
$(CLIENTS)/node_modules/.installed: $(CLIENTS)/package-lock.json
	@if command -v npm >/dev/null; then \
	  npm ci --prefix $(CLIENTS) --ignore-scripts --no-audit --no-fund --silent && touch $@; \
	else echo 'npm is not installed: tests with clients in JavaScript are left out' >&2; fi

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed; name one as make PYTHON=python3.12 …' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
