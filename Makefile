# Two commands matter: `make demo` and `make test`. All can be run again at any time.
PYTHON ?= python3
RUN = .venv/bin
export PORT ?= 8000
# What is typed: core, and the heart of each room.
TYPED = src/cercles/core $(wildcard $(foreach file,rules queries actions,src/cercles/*/$(file).py src/cercles/*/$(file)))
.PHONY: demo base install dev test test-postgresql journeys check types lock screenshots

demo: base
	@$(RUN)/cercles demo

base:
	@$(PYTHON) tools/bootstrap.py base

install: base
	@$(RUN)/cercles prepare
	@echo "Cercles est installé. Pour l’essayer : make demo. Pour le servir : .venv/bin/cercles serve"

dev:
	@$(PYTHON) tools/bootstrap.py dev

test: dev
	@$(RUN)/python -m pytest -n 2 --create-db
	@$(PYTHON) tools/postgresql.py || true

test-postgresql: dev
	@DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/cercles} $(RUN)/python -m pytest -n 2 --create-db

journeys: dev
	@$(RUN)/python -m pytest -m journey -n 0 --create-db; code=$$?; [ $$code -eq 5 ] || exit $$code

check: dev
	@$(RUN)/ruff format --check -q src tests tools
	@$(RUN)/ruff check -q src tests tools
	@$(RUN)/lint-imports > .venv/lint-imports.txt || (cat .venv/lint-imports.txt; exit 1)
	@CERCLES_TESTING=1 $(RUN)/cercles makemigrations --check --dry-run > /dev/null
	@echo "check: tout va bien"

types: dev
	@$(RUN)/mypy $(TYPED)

lock:
	@cd requirements && for kind in base dev build; do uv pip compile --universal --python-version 3.11 --generate-hashes -q $$kind.in -o $$kind.txt \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"; done

screenshots: dev
	@$(RUN)/python tools/screenshots.py
