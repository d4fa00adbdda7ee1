# Everything a newcomer needs: `make demo` and `make test` set themselves up, and are quick the second time.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export HF_HUB_OFFLINE = 1
# Whatever environment the caller has active is not the one used here; IPython warns of such a mismatch, and warnings are errors.
unexport VIRTUAL_ENV
KNOWLEDGE := $(shell find kg ontology seeds -type f ! -path '*/__pycache__/*')

.PHONY: demo test lint types fast notebooks clean

demo: seeds.kg/kg.json
	@$(BIN)/kg stats -g seeds.kg
	@echo
	@echo '$$ kg query -g seeds.kg meetings -p entity=Iran -n 12'
	@$(BIN)/kg query -g seeds.kg meetings -p entity=Iran -n 12
	@echo
	@echo 'The graph is in seeds.kg; open graph.html in a browser.'

seeds.kg/kg.json: $(VENV)/.installed $(KNOWLEDGE)
	$(BIN)/kg build seeds -o seeds.kg --view graph.html
	@touch $@

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest
	$(BIN)/python -m pytest --nbmake notebooks

fast: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m 'not models and not browser'

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check kg tests notebooks
	$(BIN)/ruff format --check kg tests notebooks

types: $(VENV)/.installed-dev
	$(BIN)/mypy

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("kg needs Python 3.10 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 10) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) seeds.kg graph.html build dist
