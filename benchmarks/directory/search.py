"""How fast the directory answers, beside FTS5 and PostgreSQL on the same words, round after round; answers are compared.

    python -m benchmarks.directory.search --home DIR [--peers] [--postgresql ADDRESS] [--rounds 15] --out FILE

The home is filled by ``benchmarks.directory.fill``. Milliseconds of wall clock (``wall``) and of this thread's processor (``cpu``).
*First*: an index that was just written, nothing is kept of an earlier question. *Again*: what a second reader waits.
"""

import argparse
import json
import os
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.instance import set_up

FREQUENT = ("association", "insertion", "solidarité")
OTHERS = (
    "association insertion", "ressourcerie", "jardin partagé", "club sport", "aide domicile", "montargis", "théâtre",
    "énergie citoyenne",
)  # fmt: skip
AREAS = ("", "departement:45", "departement:69")
NARROW = 231  # strings of a member of many circles, beside « public » and « network »


def readers() -> dict[str, Any]:
    from django.contrib.auth.models import AnonymousUser

    from cercles.core.audience import HELD
    from cercles.people.models import User

    member = User(pk=1)
    setattr(member, HELD, frozenset({"public", "network", *(f"circle:{n}" for n in range(NARROW))}))
    return {"visitor": AnonymousUser(), "233 strings": member}


def ours(reader: Any, asked: Any, *, fresh: bool) -> tuple[Any, list[int]]:
    """Total, the page and every count, from the engine: nothing of the database is asked, as with the peers."""
    from benchmarks.directory.peers import FACETS, Told
    from cercles.organisations.queries.answer import Answering
    from cercles.organisations.queries.filters import Filters
    from cercles.search.queries.folder import opened

    index = opened()
    if fresh:
        index.kept.clear()
    asking = Answering(index, reader, asked.words, Filters(territory=asked.area))
    seen = asking._seen(asking._words(ranked=False), ended=False)
    counts = asking.engine.counts(seen, [*FACETS, "state"], worded=True)
    total = sum(counts.pop("state").values())
    return Told(total, counts), asking._best(asking._words(ranked=True), False, 20, 0)


def timed(ask: Callable[[], Any]) -> tuple[float, float, Any]:
    wall, cpu = time.perf_counter(), time.thread_time()
    found = ask()
    return (time.perf_counter() - wall) * 1e3, (time.thread_time() - cpu) * 1e3, found


def engines(args: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.directory.peers import Fts5, PostgreSQL

    made: dict[str, Any] = {}
    if args.peers:
        path = args.home / "fts5.sqlite3"
        filled = path.exists()
        made["FTS5"] = Fts5(path)
        if not filled:
            made["FTS5"].fill()
    if args.postgresql:
        made["PostgreSQL"] = PostgreSQL(args.postgresql)
        made["PostgreSQL"].fill()
    return made


def measure(args: argparse.Namespace) -> list[dict[str, Any]]:
    """A line for each engine, each word and each reader, with and without a territory.

    Each engine is asked all the questions, then the next one, round after round: asked one by one, each would pay for the table its
    neighbour has just read through the processor's caches, which no site does.
    """
    from benchmarks.directory.peers import Question
    from cercles.core.audience import audience_of

    asked = [
        (who, reader, Question(words, area, tuple(sorted(audience_of(reader)))))
        for who, reader in readers().items()
        for words in (*FREQUENT, *OTHERS)
        for area in AREAS
    ]
    ways: dict[str, Callable[[Any, Any], Any]] = {
        "ours, first": partial(ours, fresh=True),
        "ours, again": partial(ours, fresh=False),
    }
    ways |= {name: lambda _reader, one, peer=peer: peer.ask(one) for name, peer in engines(args).items()}
    taken: dict[tuple[str, int], list[tuple[float, float]]] = defaultdict(list)
    found: dict[int, Any] = {}
    for _number in range(args.rounds):
        for name, ask in ways.items():
            if name == "ours, again":
                for _who, reader, one in asked:
                    ask(reader, one)
            for place, (_who, reader, one) in enumerate(asked):
                wall, cpu, (told, _ids) = timed(partial(ask, reader, one))
                taken[name, place].append((wall, cpu))
                _same(name, one, told, found.setdefault(place, told))
    return [
        {"who": asked[place][0], "words": asked[place][2].words, "area": asked[place][2].area, "engine": name, "taken": each}
        for (name, place), each in taken.items()
    ]  # fmt: skip


def _same(name: str, asked: Any, told: Any, first: Any) -> None:
    """Every engine finds the same, at every round."""
    if told != first:
        differs = {
            key: (told.counts[key], first.counts[key]) for key in first.counts if told.counts[key] != first.counts[key]
        }
        raise RuntimeError(
            f"{name} does not find what we find for {asked}: {told.total} for {first.total}, {str(differs)[:500]}"
        )


def at(values: list[float], share: float) -> float:
    return round(sorted(values)[min(len(values) - 1, int(len(values) * share))], 2)


def summary(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """p50 and p95 of every engine: over all questions, with a territory, and of each frequent word without one."""
    groups: dict[str, Callable[[dict[str, Any]], bool]] = {
        "every question": lambda line: True,
        "with a département": lambda line: bool(line["area"]),
        **{
            f"« {word} », all of France": lambda line, word=word: line["words"] == word and not line["area"]
            for word in FREQUENT
        },
    }
    rows = []
    for label, chosen in groups.items():
        for name in dict.fromkeys(line["engine"] for line in lines):
            taken = [one for line in lines if line["engine"] == name and chosen(line) for one in line["taken"]]
            wall, cpu = [one[0] for one in taken], [one[1] for one in taken]
            rows.append({
                "questions": label, "engine": name, "asked": len(taken), "p50": at(wall, 0.5), "p95": at(wall, 0.95),
                "cpu_p50": at(cpu, 0.5), "cpu_p95": at(cpu, 0.95),
            })  # fmt: skip
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--postgresql", default="")
    parser.add_argument("--rounds", type=int, default=15)
    args = parser.parse_args()
    os.environ.pop("DATABASE_URL", None)
    set_up(args.home)
    from cercles.search.queries.folder import opened

    index = opened()
    if index is None:
        raise SystemExit("There is no index: cercles index --rebuild")
    found = {
        "documents": index.searcher.num_docs - 1,
        "segments": index.searcher.num_segments,
        "load": os.getloadavg()[0],
    }
    found["rows"] = summary(measure(args))
    args.out.write_text(json.dumps(found, ensure_ascii=False, indent=1))
    for row in found["rows"]:
        times = " ".join(f"{name} {row[name]:8.2f}" for name in ("p50", "p95", "cpu_p50", "cpu_p95"))
        print(f"{row['questions'][:32]:32} {row['engine']:12} {times}")


if __name__ == "__main__":
    main()
