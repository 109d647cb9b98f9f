# Two commands: `make run` and `make test`. They need Python 3.11 or newer and make; nothing else, and no root.
PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test check format bench messages screenshots clean-data install install-dev \
	check-style check-types check-layers check-migrations check-templates check-french check-forbidden

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

install:
	@$(PYTHON) -I platform/config/launch/install.py run

install-dev:
	@$(PYTHON) -I platform/config/launch/install.py dev

run: install ## the whole site on PORT (8000), with demonstration data; Ctrl-C stops it
	@exec $(VENV_PYTHON) -m config.launch run

test: install-dev ## every test, on a database and a broker of their own; ARGS="-k words" chooses
	@exec $(VENV_PYTHON) -m config.launch test -- $(ARGS)

check: check-style check-types check-layers check-migrations check-templates check-french check-forbidden ## everything but the tests

check-style: install-dev
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .

check-types: install-dev
	DEVELOPMENT=1 $(VENV_PYTHON) -m mypy

check-layers: install-dev
	.venv/bin/lint-imports

# No database is asked: an address where none is, and no warning about it.
check-migrations: install-dev
	DEVELOPMENT=1 DATABASE_URL=postgres://nobody@127.0.0.1:1/none \
		$(VENV_PYTHON) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

check-templates: install-dev
	$(VENV_PYTHON) -m djlint --lint templates

check-french: install-dev
	$(VENV_PYTHON) -m config.launch.messages --check

# What would look over a worker's shoulder: docs/glossary.md says what is measured instead.
check-forbidden: install-dev
	$(VENV_PYTHON) -m config.launch.forbidden

format: install-dev ## let ruff put the code in shape
	$(VENV_PYTHON) -m ruff check --fix .
	$(VENV_PYTHON) -m ruff format .

messages: install-dev ## gather the sentences to translate (needs gettext)
	$(VENV_PYTHON) -m config.launch.messages --update

bench: install-dev ## measure; the figures go to bench/results/latest.json
	@exec $(VENV_PYTHON) -m config.launch bench -- $(ARGS)

screenshots: install-dev ## take the pictures of README and docs anew, from the site that `make run` shows
	$(VENV_PYTHON) docs/screenshots/take.py $(ARGS)

clean-data: install ## forget the data of `make run`
	@exec $(VENV_PYTHON) -m config.launch clean
