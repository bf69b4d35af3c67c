# What a newcomer types; `make` alone lists it. Nothing needs to be installed first but
# git, make and Python 3.11 or newer with pip.

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt
PINS := pyproject.toml constraints.txt

# The first Python that is new enough and has pip; PYTHON=… chooses another.
NEW_ENOUGH := import sys, pip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(p) -c '$(NEW_ENOUGH)' 2>/dev/null && echo $(p))))

.DEFAULT_GOAL := help
.PHONY: help demo run worker test check rehearse rewrite-transcripts guards numbers bench lighthouse psql constraints install

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 22

demo: $(VENV)/.installed ## Show everything: simulated phones, the bot, a shop of a month's standing
	@$(BIN)/malar demo

run: $(VENV)/.installed ## Run door, office and workers (malar up)
	@$(BIN)/malar up

worker: $(VENV)/.installed ## Run the workers only
	@$(BIN)/malar worker

rehearse: $(VENV)/.installed ## Talk to the bot in this terminal; nothing is kept
	@$(BIN)/malar rehearse

# Two files of tests at a time: most tests wait for a server, not for a processor.
test: $(VENV)/.installed-dev ## Run every test; those of the pages where there is a Chromium
	@$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder
	@command -v chromium chromium-browser google-chrome >/dev/null || \
		printf '\n%s\n\n' '!!! No Chromium here: the pages were NOT tested in a browser.'

check: $(VENV)/.installed-dev ## Read the code: ruff, mypy, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

rewrite-transcripts: $(VENV)/.installed-dev ## Write what the bot says now into the .chat files; read the diff
	$(BIN)/pytest tests/conversations tests/turns/test_notices.py --rewrite-transcripts

guards: $(VENV)/.installed-dev ## Write down what guards the books now, after a migration; read the diff
	$(BIN)/pytest tests/books/test_audit_guards.py --rewrite-guards

numbers: $(VENV)/.installed-dev ## Read back every figure to 9,99,999 in every form; half an hour on two processors
	@$(BIN)/python -m tests.numbers

bench: $(VENV)/.installed ## Measure one message from the webhook to Twilio's door
	@$(BIN)/malar bench turn

# Node's npx fetches Lighthouse 12 itself.
lighthouse: $(VENV)/.installed ## Look at the today page with Lighthouse, as on a phone; fails where it is slow
	@$(BIN)/python -m ops.bench.lighthouse

psql: $(VENV)/.installed ## Open the database in psql
	@$(BIN)/malar psql

install: $(VENV)/.installed-dev ## Install everything, for an editor; the other targets do it themselves

constraints: ## Renew constraints.txt with the newest versions that fit together
	rm -rf build/newest
	$(PYTHON) -m venv build/newest
	build/newest/bin/python -m pip install -qq -e '.[dev]'
	{ sed -n '/^#/p' constraints.txt; \
	  { build/newest/bin/python -m pip freeze --exclude-editable; grep ';' constraints.txt; } | sort -f; \
	} > build/constraints.txt
	mv build/constraints.txt constraints.txt

# Some systems have pip and no ensurepip: then pip installs itself from outside.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo 'Malar needs Python 3.11 or newer with pip; none was found.' >&2; exit 2; }
	@echo 'Making .venv …'
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { \
		$(PYTHON) -m venv --clear --without-pip $(VENV) && \
		$(PYTHON) -m pip -qq --python $(VENV)/bin/python install pip; }

$(VENV)/.installed: $(PINS) | $(BIN)/python
	@echo 'Installing what Malar needs (about a minute, once) …'
	@$(INSTALL) -e .
	@touch $@

$(VENV)/.installed-dev: $(PINS) | $(BIN)/python
	@echo 'Installing Malar and its tools (about a minute, once) …'
	@$(INSTALL) -e '.[dev]'
	@touch $@ $(VENV)/.installed
