# `make run` is all a newcomer needs; `make test` goes before every commit. README.md says more.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON ?= python3
PORT ?= 8000
export PYTHON

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# Invented people with known passwords enter no other database.
IN_DEMO_MODE := $(BIN)/python -c 'from minutes_portal.settings import DEMO; raise SystemExit(not DEMO)'
# Twice quiet: errors alone. Nothing enters but the very files that the lock names.
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes
# For each Python from 3.11 on, whichever runs here; what stands in the lock stays where it can.
LOCK := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --emit-build-options --custom-compile-command 'make lock'
# The tests' settings: no .env is needed, and none is believed.
AS_TESTS := DJANGO_SETTINGS_MODULE=tests.settings DATABASE_URL=sqlite://:memory:
STATIC_SOURCES := $(shell find static minutes_portal/settings.py minutes_portal/management -type f -not -name '*.pyc' 2>/dev/null)

.PHONY: help setup run test prove bench lint format lock renew clean libraries readers

help:
	@echo "make run     set up and serve the portal on 127.0.0.1:$(PORT) (PORT=… changes it)"
	@echo "make setup   set up alone: libraries, .venv, .env, database, demo data"
	@echo "make test    lint, then all tests on SQLite, on PostgreSQL and in a browser"
	@echo "make prove   the long proofs: every bit flipped, kills, races, the access table (SHORT=1: minutes long)"
	@echo "make bench   time papers beside stock WeasyPrint and Chromium (minutes long)"
	@echo "make lint    check style and migrations"
	@echo "make format  mend what the formatter can"
	@echo "make lock    lock the Python packages anew, after a change of requirements.in or requirements-dev.in"
	@echo "make renew   lock the newest releases that those two let in"
	@echo "make clean   remove what can be made again (keeps .venv, .env and the data in var/)"

setup: libraries .venv/.runtime .env
	@mkdir -p var
	@$(MAKE) build/.static
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) createcachetable --verbosity 0
	@if $(IN_DEMO_MODE); then $(MANAGE) make_demo_keys; $(MANAGE) load_demo; fi

run: setup
	@if $(IN_DEMO_MODE); then $(MANAGE) demo_signins; fi
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null || \
		{ echo "$(PORT) পোর্টটি ব্যস্ত / port $(PORT) is in use: make run PORT=8001" >&2; exit 1; }
	@echo "পোর্টাল চালু হচ্ছে: http://127.0.0.1:$(PORT)   (বন্ধ করতে Ctrl+C)"
	@$(MANAGE) worker --with-parent $$$$ & exec $(BIN)/gunicorn minutes_portal.wsgi --bind 127.0.0.1:$(PORT) \
		--worker-class gthread --workers 2 --threads 8 --log-level warning

test: libraries .venv/.dev
	@scripts/system-packages test
	@$(MAKE) readers
	@$(AS_TESTS) $(MANAGE) build_assets >/dev/null
	@scripts/test

prove: libraries .venv/.dev
	@scripts/system-packages prove
	@$(MAKE) readers
	@$(AS_TESTS) $(MANAGE) build_assets >/dev/null
	@PROOF=$(if $(SHORT),short,full) scripts/prove

bench: libraries .venv/.dev
	@scripts/system-packages test
	@$(AS_TESTS) $(BIN)/python -m bench.pdf
	@$(AS_TESTS) $(BIN)/python -W ignore -m bench.serving
	@$(AS_TESTS) $(BIN)/python -m bench.issuing
	@$(AS_TESTS) $(BIN)/python -m bench.merging
	@$(AS_TESTS) $(BIN)/python -W ignore -m bench.grid

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/oxlint --quiet static/js
	$(AS_TESTS) $(MANAGE) makemigrations --check --dry-run

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: .venv/.dev
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt
	sha256sum requirements.in requirements.txt requirements-dev.in requirements-dev.txt >requirements.sha256

renew: LOCK += --upgrade
renew: lock

clean:
	rm -rf build .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

libraries:
	@scripts/system-packages run

$(BIN)/python: | libraries
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 বা তার পরের সংস্করণ দরকার / Python 3.11 or newer is needed: make PYTHON=python3.x" >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv

.venv/.runtime: requirements.txt | $(BIN)/python
	@echo "পাইথন প্যাকেজ বসানো হচ্ছে / installing Python packages"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "পাইথন প্যাকেজ বসানো হচ্ছে / installing Python packages, with those of the tests"
	@$(PIP) -r requirements-dev.txt
	@touch .venv/.runtime $@

# pdf.js, in the very releases that the lock names; its tests are skipped where it cannot be had.
readers:
	@command -v npm >/dev/null && $(MAKE) build/readers/.ready || \
		echo "pdf.js বসানো যায়নি, এর পরীক্ষা বাদ যাবে / pdf.js is not installed, its tests are skipped" >&2

build/readers/.ready: tests/readers/package.json tests/readers/package-lock.json
	@mkdir -p build/readers
	@cp $^ build/readers
	@cd build/readers && npm ci --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

.env: | $(BIN)/python
	@umask 077; $(BIN)/python -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50) + "\nDEMO=1")' >$@

build/.static: .venv/.runtime $(STATIC_SOURCES)
	@mkdir -p build
	@$(MANAGE) build_assets >/dev/null
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@touch $@
