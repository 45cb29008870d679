# Two commands set everything up: `make demo` shows it, `make test` proves it.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
QUESTION ?= what did Lavrov say about Kursk?

.PHONY: demo test check format clean

demo: .venv/installed
	@mkdir -p .rag
	$(BIN)/rag models pull
	$(BIN)/rag ingest seeds
	$(BIN)/rag ask "$(QUESTION)"

test: .venv/installed
	$(BIN)/rag models pull
	$(BIN)/pytest

check: .venv/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Versions come from constraints.txt, so every machine runs what was tested.
.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv .rag
