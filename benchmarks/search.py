"""How fast the search answers, engine and page, and how soon what is written is found.

    python benchmarks/search.py [--organisations 200000] [--register path/to/siae-2020.csv] [--home folder]

Works in a home of its own, on SQLite unless ``DATABASE_URL`` says otherwise. Ends with one line of JSON: milliseconds, p50 and p95.
"""

import argparse
import csv
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

WORDS = [
    "atelier",
    "insertion",
    "fondation",
    "solidarité",
    "emploi",
    "régie",
    "quartier",
    "association",
    "entraide",
    "métiers",
    "école",
    "val",
    "fibre",
    "collectif",
    "énergie",
    "partage",
    "terre",
    "lien",
    "jardin",
    "cocagne",
    "ressourcerie",
    "recyclage",
    "mobilité",
    "logement",
    "santé",
    "culture",
    "aide",
    "domicile",
    "service",
    "territoire",
]
ASKED = ("atelier", "insertion emploi", "asso", "fond", "métier ecole", "jardin solidaire", "Organisation 1", "rési")
RUNS = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--organisations", type=int, default=200_000)
    parser.add_argument("--register", type=Path)
    parser.add_argument("--home", type=Path)
    args = parser.parse_args()
    os.environ["CERCLES_HOME"] = str(args.home or tempfile.mkdtemp(prefix="cercles-bench-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cercles.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(measure(fill(args))), file=sys.stdout)


def fill(args: argparse.Namespace) -> int:
    """The organisations, with a category, themes and places; names of a register when there is one."""
    from cercles.organisations.models import Organisation

    if Organisation.objects.exists():
        return Organisation.objects.count()
    chance = random.Random(7)
    sizes = {"category": 12, "theme": 30}
    terms = {vocabulary: [_term(vocabulary, n) for n in range(size)] for vocabulary, size in sizes.items()}
    departements = [_place("departement", f"{n:02}", f"Département {n}", f"{n:02}", f"{n % 13}") for n in range(1, 96)]
    communes = [
        _place("commune", f"{above.code}001", f"Ville {above.code}", above.code, above.region_code, parent=above)
        for above in departements
    ]
    _write(_names(args, chance), chance, terms, communes)
    return Organisation.objects.count()


def _term(vocabulary: str, n: int) -> Any:
    from cercles.references.models import Term

    return Term.objects.get_or_create(vocabulary=vocabulary, code=f"{vocabulary}{n}", defaults={"label": f"Mot {n}"})[0]


def _place(kind: str, code: str, name: str, departement: str, region: str, **more: Any) -> Any:
    from cercles.territories.models import Territory

    columns = {"name": name, "search_key": name.lower(), "departement_code": departement, "region_code": region, **more}
    return Territory.objects.get_or_create(kind=kind, code=code, defaults=columns)[0]


def _names(args: argparse.Namespace, chance: random.Random) -> list[str]:
    if args.register:
        with args.register.open(encoding="utf-8", newline="") as file:
            return [row["brand"] or row["name"] for row in csv.DictReader(file)]
    rare = [
        f"{start}{end}{n}"
        for start in ("bel", "mar", "tou", "vil")
        for end in ("fort", "lac", "mont")
        for n in range(250)
    ]
    return [
        " ".join(chance.choice(WORDS if chance.random() < 0.5 else rare) for _ in range(4))
        for _ in range(args.organisations)
    ]


def _write(names: list[str], chance: random.Random, terms: dict[str, list[Any]], communes: list[Any]) -> None:
    from cercles.core.text import search_key
    from cercles.organisations.models import Organisation

    audiences = ["public"] * 8 + ["network", *(f"circle:{n}" for n in range(1, 301))]
    for start in range(0, len(names), 2000):
        made = Organisation.objects.bulk_create(
            Organisation(
                name=name, search_key=search_key(name), category=chance.choice(terms["category"]), seat=chance.choice(communes),
                audience=audiences[min(chance.randrange(10), 8)] if chance.random() < 0.9 else chance.choice(audiences[9:]),
            )
            for name in names[start : start + 2000]
        )  # fmt: skip
        through = Organisation.themes.through
        through.objects.bulk_create(
            through(organisation_id=row.pk, term_id=term.pk)
            for row in made
            for term in chance.sample(terms["theme"], 2)
        )


def measure(count: int) -> dict[str, Any]:
    from django.contrib.auth.models import AnonymousUser

    from cercles.core.audience import _CACHE
    from cercles.organisations.queries import Filters, find_organisations
    from cercles.people.models import User
    from cercles.search.queries.asking import Asked
    from cercles.search.queries.finding import find, suggest
    from cercles.search.queries.folder import opened, root
    from cercles.search.worker import follow_once

    begin = time.perf_counter()
    done = follow_once()
    built = time.perf_counter() - begin
    member, stranger = User(pk=1), AnonymousUser()
    setattr(member, _CACHE, frozenset({"public", "network", "person:1", *(f"circle:{n}" for n in range(1, 231))}))
    said: dict[str, Any] = {"organisations": count, "documents": done["documents"], "built_s": round(built, 1)}
    said["megabytes"] = round(sum(path.stat().st_size for path in root().rglob("*") if path.is_file()) / 1e6, 1)
    for name, reader in (("stranger", stranger), ("member_233", member)):
        said[f"engine_list_{name}"] = _engine(opened(), reader)
        said[f"list_{name}"] = _times(lambda text, reader=reader: find_organisations(reader, text, Filters(), 1))
        said[f"site_{name}"] = _times(lambda text, reader=reader: find(reader, Asked(text)))
        said[f"suggest_{name}"] = _times(lambda text, reader=reader: suggest(reader, text))
    said["list_all"] = _times(lambda text: find_organisations(stranger, "", Filters(), 1))
    name = (root() / "current").read_text()
    (root() / "current").unlink()
    said["list_from_database"] = _times(lambda text: find_organisations(stranger, text, Filters(), 1), runs=5)
    (root() / "current").write_text(name)
    said["write_to_found_ms"] = delay()
    return said


def _engine(index: Any, reader: Any) -> dict[str, float]:
    """One query with the audience, its total, its twenty best and its four facets, and nothing of the database."""
    from cercles.search.queries.asking import Asked, Asker
    from cercles.search.queries.finding import Engine
    from cercles.search.queries.sources import all_sources

    engine, sources = Engine(index), all_sources()

    def ask(text: str) -> None:
        asker = Asker(index, reader, [source for source in sources if source.key == "organisations"])
        query = asker.query(Asked(kind="organisations"), words=asker.begins(text))
        engine.found(query, 20)
        engine.counts(query, ["category", "area", "theme", "model"])

    return _times(ask)


def _times(ask: Callable[[str], Any], runs: int = RUNS) -> dict[str, float]:
    """On the clock and, since other work disturbs a clock, of this thread's processor."""
    wall, own = [], []
    for _ in range(runs):
        for text in ASKED:
            begin, mine = time.perf_counter(), time.thread_time()
            ask(text)
            wall.append((time.perf_counter() - begin) * 1000)
            own.append((time.thread_time() - mine) * 1000)
    at = int(len(wall) * 0.95)
    wall, own = sorted(wall), sorted(own)
    return {
        "p50": round(wall[len(wall) // 2], 2), "p95": round(wall[at], 2),
        "cpu_p50": round(own[len(own) // 2], 2), "cpu_p95": round(own[at], 2),
    }  # fmt: skip


def delay() -> dict[str, float]:
    """From the commit of a write to the moment a reader finds it, beside a follower at its usual rhythm."""
    from threading import Event, Thread

    from django.contrib.auth.models import AnonymousUser

    from cercles.core.text import search_key
    from cercles.organisations.models import Organisation
    from cercles.search.actions import touch
    from cercles.search.queries.asking import Asked
    from cercles.search.queries.finding import find
    from cercles.search.worker import follow

    stop = Event()
    following = Thread(target=follow, args=(stop,))
    following.start()
    time.sleep(1)
    taken = []
    for number in range(20):
        name = f"Zyx{number:04}{time.time_ns() % 10**9} essai"
        touch(Organisation.objects.create(name=name, search_key=search_key(name), audience="public"))
        begin = time.perf_counter()
        while find(AnonymousUser(), Asked(name)).total == 0:
            time.sleep(0.01)
        taken.append((time.perf_counter() - begin) * 1000)
    stop.set()
    following.join()
    taken.sort()
    return {"p50": round(taken[10]), "p95": round(taken[18])}


if __name__ == "__main__":
    main()
