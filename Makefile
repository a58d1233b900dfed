# `make` alone explains itself. Two commands matter: `make serve` and `make test`.
SHELL := /bin/bash
PORT ?= 8000
PY := .venv/bin/python
export DJANGO_SETTINGS_MODULE ?= staalkaart.settings.development

.DEFAULT_GOAL := help
.PHONY: help serve dev test quick lint format access typing mail hostile intervision recognise places questions axe bench screenshots system demo-reset lock messages

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

.venv/.ready: requirements.txt
	@bin/environment requirements.txt && touch $@

.venv/.ready-dev: requirements-dev.txt requirements.txt
	@bin/environment requirements-dev.txt && touch $@ .venv/.ready

serve: .venv/.ready ## the whole site on 127.0.0.1:8000 (PORT=… for another port): environment, database, demo, index, server, worker
	@PORT=$(PORT) bin/serve

dev: .venv/.ready ## runserver with debug pages, for writing code
	@DEBUG=1 $(PY) manage.py setup_site --demo --no-static && DEBUG=1 $(PY) manage.py runserver 127.0.0.1:$(PORT)

test: system .venv/.ready-dev ## lint, checks and every test, browser tests included
	@bin/test

quick: .venv/.ready-dev ## lint and every test that needs no browser and no second site
	@.venv/bin/python -m tests.prepared_database & bin/lint && DJANGO_SETTINGS_MODULE=staalkaart.settings.test $(PY) -m pytest -n 2 --dist loadgroup -q --no-cov --ignore tests/browser \
		--deselect tests/core/test_access_matrix.py

lint: .venv/.ready-dev ## ruff, djlint, layers, types
	@bin/lint

format: .venv/.ready-dev ## put code in the shape that ruff gives it
	@.venv/bin/ruff check --fix -q . ; .venv/bin/ruff format .

access: .venv/.ready-dev ## the rights matrix: who reaches what, by every identity and method, on a live site
	@$(PY) proofs/access.py

typing: system .venv/.ready-dev ## twelve forms, nine mishaps (offline, killed, locked, twice …): is a word lost, does a row come twice? RUNS=5
	@$(PY) proofs/typed_words.py $(RUNS)

mail: .venv/.ready-dev ## mail that arrives once: two workers, a slow server, one that hangs, twenty kill -9, five hundred overviews
	@$(PY) proofs/mail_delivery.py

hostile: .venv/.ready-dev ## documents that unpack to nothing, half-open sockets, programs that press: memory, seconds, answers (needs nginx-light)
	@$(PY) proofs/hostile.py

intervision: .venv/.ready-dev ## 100,000 random steps against the rules of intervision, and their matrix; STEPS=… SEED=…
	@$(PY) proofs/intervision_walk.py $(or $(STEPS),100000) $(or $(SEED),7)

recognise: .venv/.ready-dev ## precision and recall of the recognisability check on the fixed sentences
	@for set in tests/members/data/herkenbaar*.yaml; do $(PY) proofs/recognise.py $$set; done

places: .venv/.ready-dev ## a hundred people at once on forty places of a network day, twenty rounds; ROUNDS=…
	@$(PY) proofs/places.py $(or $(ROUNDS),20)

questions: .venv/.ready-dev ## everyday questions against the search of a loaded site (after make serve or setup): first, in five, empty
	@$(PY) proofs/search_questions.py

axe: system .venv/.ready-dev ## every screen in both themes at both widths against WCAG 2.2 AA, and every stop of the tab key
	@EVERY_LOOK=1 DJANGO_SETTINGS_MODULE=staalkaart.settings.test $(PY) -m pytest -n 2 --dist loadgroup --no-cov tests/browser/test_every_page.py tests/browser/test_keyboard.py tests/core/test_warm_up.py

bench: .venv/.ready-dev ## measure everything of docs/benchmarks.md and write it anew
	@$(PY) bench/run.py

screenshots: .venv/.ready-dev ## every screen at 390, 768 and 1280 px, light and dark, in var/screenshots
	@$(PY) bench/screenshots.py

system: ## Debian packages for browser tests (as root only; prints what is missing otherwise)
	@bin/system

demo-reset: .venv/.ready ## empty the database and load the demo afresh
	@$(PY) manage.py demo --reset

messages: .venv/.ready-dev ## collect the words of the interface into locale/en (needs gettext)
	@$(PY) manage.py makemessages -l en --no-location --no-obsolete -i .venv -i var -i tests && $(PY) manage.py compile_words

lock: ## pin requirements*.in by hash, without addresses
	@bin/lock
