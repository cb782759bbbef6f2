# Leadwell. `make help` lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
BROWSER ?= yes
PYTHON ?= python3
VENV := .venv/bin
export UV_SYSTEM_CERTS := 1
export UV_PYTHON_DOWNLOADS := never

.PHONY: help demo test demo-env test-env run check fix bench peers docs baseline pictures lock assets

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: demo-env ## a full, invented country of schools on http://localhost:8000 (PORT=8001 for another port)
	@LEADWELL_MODE=demo $(VENV)/leadwell demo --port $(PORT)

test: test-env ## every test (BROWSER=no leaves out those that need Chromium, and says so)
	@tools/test $(BROWSER)

run: test-env ## the site for working on it, in development mode
	@LEADWELL_MODE=development $(VENV)/leadwell serve --port $(PORT)

demo-env: ## set up what `make demo` needs
	@tools/setup run

test-env: ## set up what `make test` needs
	@tools/setup dev $(BROWSER)

check: test-env ## style, types, templates, import contracts, migrations; changes nothing
	@tools/check

fix: test-env ## put right what can be put right by itself
	$(VENV)/ruff check --fix --quiet . ; $(VENV)/ruff format --quiet . ; $(VENV)/djlint --reformat --quiet leadwell || true

bench: test-env ## what is measured, against what (slow)
	@$(VENV)/python -m benchmarks

peers: test-env ## install what others wrote, for `make bench` to measure beside ours (large)
	@tools/peers

docs: test-env ## make the generated pages of docs/ again
	@LEADWELL_MODE=test $(VENV)/python -m tools.generated_docs

baseline: test-env ## write the empty installation again that new databases begin from
	@$(VENV)/python -m tools.baseline

pictures: test-env ## take the pictures of docs/how-to again (needs Chromium)
	@LEADWELL_PICTURES=docs/pictures $(VENV)/python -m pytest -n 0 tests/browser/test_note_of_visit.py

lock: test-env ## choose versions again and lock them by hash
	@tools/lock
