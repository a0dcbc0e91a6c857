# Bridgeway. `make run` starts everything; `make test` proves it. Needed: Python 3.11 or newer, and make.

PYTHON ?= python3
UV_VERSION := 0.13.9

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
# What the environment was last filled from. A development environment holds everything that running needs,
# so `make run` after `make test` changes nothing.
RUN := $(VENV)/.synced-run
DEV := $(VENV)/.synced-dev
UV_READY := $(VENV)/.uv-$(UV_VERSION)
SYNC := $(UV) pip sync --python $(PY) --require-hashes --quiet

CORES := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
# Throw-away values: only so that the production settings can be loaded and judged.
PRODUCTION := DJANGO_SETTINGS_MODULE=marketplace.settings.production ALLOWED_HOSTS=bridgeway.example \
	PUBLIC_URL=https://bridgeway.example DATABASE_URL=postgres:///unused REDIS_URL=redis://unused:6379/0 \
	STRIPE_API_KEY=unused STRIPE_WEBHOOK_SECRET=unused METRICS_TOKEN=unused

.PHONY: help run test check lint types layers migrations templates deploy compose bench assets messages lock clean
.DEFAULT_GOAL := help

help: ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: $(RUN) ## Start the whole system (PORT=8000, HOST=127.0.0.1; ARGS=--verbose)
	@exec $(PY) manage.py up $(ARGS)

# A worker that dies ends the run with its test named: with a new one in its place the run can wait for ever.
test: $(DEV) ## Run the tests in parallel (ARGS="tests/orders -x")
	@$(if $(CHROMIUM),,echo "Chromium is not installed: the browser journeys are left out.")
	@$(PY) -m pytest -n $(CORES) --dist loadgroup --max-worker-restart 0 $(or $(ARGS),tests)

check: lint types layers migrations templates deploy compose ## Everything that is checked without running tests

lint: $(DEV)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(DEV)
	$(PY) -m mypy .

layers: $(DEV)
	$(VENV)/bin/lint-imports

migrations: $(DEV)
	$(PY) -m marketplace.embedded run -- $(PY) manage.py makemigrations --check --dry-run

templates: $(DEV)
	$(PY) scripts/check_assets.py
	$(PY) scripts/check_templates.py

deploy: $(DEV)
	@echo "manage.py check --deploy, production settings"
	@env $(PRODUCTION) SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		$(PY) manage.py check --deploy --fail-level WARNING

compose: $(DEV)
	$(PY) -m check_jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

bench: $(RUN) ## Measure, as ratios to this machine's limits
	@$(PY) -m benchmarks $(ARGS)

assets: ## Build the stylesheet and scripts (needs Node)
	npm ci --ignore-scripts
	npm run build

messages: $(DEV) ## Bring the translations in step with the code and compile them
	$(PY) manage.py messages

lock: $(UV_READY) ## Resolve the dependencies anew into the two hashed locks
	$(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --quiet $(ARGS) --output-file requirements.txt
	$(UV) pip compile pyproject.toml --group dev --constraints requirements.txt --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate --quiet $(ARGS) \
		--output-file requirements-dev.txt

clean: ## Remove the environment and the caches; the data under .data stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# The environment

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Bridgeway needs Python 3.11 or newer; say which: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV)

$(UV_READY): | $(PY)
	@echo "Installing uv $(UV_VERSION)"
	@$(PY) -m pip install --quiet --quiet --disable-pip-version-check --no-input "uv==$(UV_VERSION)"
	@rm -f $(VENV)/.uv-* && touch $@

$(RUN): requirements.txt | $(UV_READY)
	@if [ -e $(DEV) ]; then \
		echo "Installing the locked dependencies, with those for development"; $(SYNC) requirements-dev.txt; touch $(DEV); \
	else \
		echo "Installing the locked dependencies"; $(SYNC) requirements.txt; \
	fi
	@touch $@

$(DEV): requirements.txt requirements-dev.txt | $(UV_READY)
	@echo "Installing the locked dependencies, with those for development"
	@$(SYNC) requirements-dev.txt
	@touch $(RUN) $@
