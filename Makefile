# Two commands matter: `make demo` and `make test`. All can be run again at any time.
PYTHON ?= python3
RUN = .venv/bin
export PORT ?= 8000
# What was compiled is kept, whatever the machine prefers: tests start the site in hundreds of processes.
export PYTHONDONTWRITEBYTECODE =
# What is typed: core, and the heart of each room.
TYPED = src/cercles/core $(wildcard $(foreach file,rules queries actions,src/cercles/*/$(file).py src/cercles/*/$(file)))
.PHONY: demo python base install dev test test-postgresql long register journeys check mend types lock screenshots bench

demo: base
	@$(RUN)/cercles demo

base: python
	@$(PYTHON) tools/bootstrap.py base

python:
	@command -v $(PYTHON) >/dev/null || { echo "Cercles demande Python 3.11 ou plus récent, et $(PYTHON) n’est pas là. Sous Debian ou Ubuntu : sudo apt install python3 python3-venv, puis relancez." >&2; exit 1; }

install: base
	@$(RUN)/cercles prepare
	@echo "Cercles est installé. Pour l’essayer : make demo. Pour le servir : .venv/bin/cercles serve"

dev: python
	@$(PYTHON) tools/bootstrap.py dev

test: dev
	@$(RUN)/python -m pytest -n 2 --create-db
	@$(PYTHON) tools/postgresql.py || true

# What knows no database is tried once: the engine, the rules of the house, the wheel.
ONCE = tests/engine tests/test_house_rules.py tests/test_guide.py tests/config/test_wheel.py tests/config/test_compiling.py
test-postgresql: dev
	@DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/cercles} $(RUN)/python -m pytest -n 2 --create-db $(addprefix --ignore=,$(ONCE))

# What is too long for each save: servers, races, processes killed twenty times (CERCLES_KILLS), a full disk, everything compiled anew.
long: dev
	@$(RUN)/python -m pytest -m "slow or long" -n 2 --create-db

# The real register of 2020, where it lies beside the project; skipped elsewhere.
register: dev
	@$(RUN)/python -m pytest -m register -n 2 --create-db

journeys: dev
	@$(RUN)/python -m pytest -m journey -n 2 --create-db

check: dev
	@$(RUN)/ruff format --check -q src tests tools benchmarks
	@$(RUN)/ruff check -q src tests tools benchmarks
	@$(RUN)/lint-imports > .venv/lint-imports.txt || (cat .venv/lint-imports.txt; exit 1)
	@CERCLES_TESTING=1 $(RUN)/cercles makemigrations --check --dry-run > .venv/migrations.txt || (cat .venv/migrations.txt; exit 1)
	@$(RUN)/djlint src --lint --quiet
	@$(RUN)/python tools/french_spacing.py --check
	@$(RUN)/mypy --no-error-summary $(TYPED)
	@$(RUN)/mypy --no-error-summary --strict src/cercles_engine
	@echo "check: tout va bien"

# What a tool can write for you: layout, order of imports, French spaces.
mend: dev
	@$(RUN)/ruff format -q src tests tools benchmarks
	@$(RUN)/ruff check -q --fix src tests tools benchmarks
	@$(RUN)/python tools/french_spacing.py

types: dev
	@$(RUN)/mypy $(TYPED)

lock:
	@cd requirements && for kind in base s3 dev build; do uv pip compile --universal --python-version 3.11 --generate-hashes -q $$kind.in -o $$kind.txt \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"; done

screenshots: dev
	@$(RUN)/python tools/pictures.py

bench: dev
	@$(RUN)/python -m benchmarks
