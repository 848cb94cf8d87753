"""Whether instances made by the library's rule behave like its own: ``python -m benchmarks.engine.grouping_alike``, then ``--rows``.

Two yardsticks that need no published value of an instance. What a short search leaves to a long one: the first second to the published
limit, or, with ``--long``, that limit to so many seconds. And how far the value at the published limit is above chance: over what its
groups would be worth if every distance were the mean one. Points have from 2 to 21 coordinates, so on them the second tells mostly how
many. Seconds are of processor, of one thread.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.engine.clock import ROOT
from benchmarks.engine.grouping import FIRST, LIMITS, fingerprint, run, shared
from benchmarks.engine.grouping_instances import Instance, made, stored
from benchmarks.report import table

KEPT = ROOT / "var" / "engine-grouping-alike.json"
MEMBERS = 120
LIMIT = LIMITS[MEMBERS]
NOT_MEASURED = "–"


def measured(instance: Instance, long: float) -> dict[str, Any]:
    """A run of ``long`` seconds, its value after the shorter time, at the published limit, and that of chance for groups of such sizes."""
    told = run(instance, 1, limit=long, first=FIRST if long <= LIMIT else LIMIT)
    worth, sizes = instance.problem.worth, told.pop("group_sizes")
    mean = float(worth.sum()) / (MEMBERS * (MEMBERS - 1))
    at_limit = told["value"] if long <= LIMIT else told["first_second"]
    return told | {"at_limit": at_limit, "chance": mean * sum(size * (size - 1) / 2 for size in sizes)}


def rows(runs: list[dict[str, Any]], long: float) -> str:
    """One row a class; what was not measured, of a class or of one of its kinds, is a dash."""
    before, after = (FIRST, long) if long <= LIMIT else (LIMIT, long)
    heads = [
        "class, n = 120", "instances: library, made", f"{before:g} s to {after:g} s: library", "made",
        "above chance, TPSDP’s average: library", "ours", "ours, made: mean", "least – most", "within bounds",
    ]  # fmt: skip
    lines = []
    for kind, sizes in sorted({(told["kind"], told["sizes"]) for told in runs}):
        some = [told for told in runs if (told["kind"], told["sizes"]) == (kind, sizes)]
        own, like = (
            [told for told in some if told["instance"].startswith("made") == is_made] for is_made in (False, True)
        )
        gaps = [_mean([100 * (told["value"] / told["first_second"] - 1) for told in of], "+.3f") for of in (own, like)]
        fits = f"{sum(told['fits'] for told in some)} of {len(some)}"
        lines.append([f"{kind} {sizes}", f"{len(own)}, {len(like)}", *gaps, *_above(own, like), fits])
    return table(heads, lines)


def _above(own: list[dict[str, Any]], like: list[dict[str, Any]]) -> list[str]:
    published = [100 * (told["published_average"] / told["chance"] - 1) for told in own]
    ours, others = ([100 * (told["at_limit"] / told["chance"] - 1) for told in some] for some in (own, like))
    spread = f"{min(others):.2f} – {max(others):.2f} %" if others else NOT_MEASURED
    return [*(_mean(values, ".2f") for values in (published, ours, others)), spread]


def _mean(values: list[float], form: str) -> str:
    return f"{fmean(values):{form}} %".replace("-", "−") if values else NOT_MEASURED


def _instances(folder: Path, count: int) -> Iterator[Instance]:
    """By turns, so that what is stopped early is of both kinds, then of every class."""
    own, like = _by_class(stored(folder, MEMBERS)), _by_class(made(MEMBERS, count))
    while own or like:
        yield from (some.pop(0) for some in (own, like) if some)


def _by_class(instances: Iterator[Instance]) -> list[Instance]:
    """The first of each class, then the second of each, and so on."""
    seen: dict[tuple[str, str], int] = {}
    ranked = []
    for one in instances:
        rank = seen[one.kind, one.sizes] = seen.get((one.kind, one.sizes), -1) + 1
        ranked.append((rank, len(ranked), one))
    return [one for _rank, _place, one in sorted(ranked, key=lambda each: each[:2])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=shared())
    parser.add_argument("--made", type=int, default=3, metavar="COUNT", help="so many a class")
    parser.add_argument("--long", type=float, default=LIMIT, metavar="SECONDS", help="of the longer search")
    parser.add_argument("--rows", action="store_true", help="print the rows of docs/performance.md")
    asked = parser.parse_args()
    if asked.long <= FIRST:
        parser.error(f"--long must be more than {FIRST:g} second")
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    runs = kept.setdefault(f"{fingerprint()} {asked.long:g}", {})
    for instance in () if asked.rows else _instances(asked.folder, asked.made):
        if instance.name not in runs:
            runs[instance.name] = measured(instance, asked.long)
            KEPT.parent.mkdir(exist_ok=True)
            KEPT.write_text(json.dumps(kept, indent=1), encoding="utf-8")
            print(instance.name, runs[instance.name]["value"], flush=True)
    print(rows(list(runs.values()), asked.long))


if __name__ == "__main__":
    main()
