"""Whether instances made by the library's rule behave like its own: ``python -m benchmarks.engine.grouping_alike``, then ``--rows``.

Two yardsticks that need no published value of an instance. What a search of the published limit leaves to one that goes on to ``LONG``
seconds; and how far its value is above chance: over what its groups would be worth if every distance were the mean one. Points have from 2
to 21 coordinates, so on them the second tells mostly how many.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.engine.clock import ROOT
from benchmarks.engine.grouping import LIMITS, run, shared
from benchmarks.engine.grouping_instances import Instance, made, stored
from benchmarks.report import table

KEPT = ROOT / "var" / "engine-grouping-alike.json"
LONG, MEMBERS = 20.0, 120


def measured(instance: Instance) -> dict[str, Any]:
    """A run of ``LONG`` seconds, with the value after the published limit, and the value of chance for groups of those sizes."""
    told = run(instance, 1, limit=LONG, first=LIMITS[MEMBERS])
    worth, sizes = instance.problem.worth, told.pop("group_sizes")
    mean = float(worth.sum()) / (MEMBERS * (MEMBERS - 1))
    return told | {"chance": mean * sum(size * (size - 1) / 2 for size in sizes)}


def rows(runs: list[dict[str, Any]]) -> str:
    heads = [
        "class, n = 120", "instances: library, made", f"{LIMITS[MEMBERS]:g} s to {LONG:g} s: library", "made",
        "above chance, TPSDP’s average: library", "ours", "ours, made: mean", "least – most", "within bounds",
    ]  # fmt: skip
    lines = []
    for kind, sizes in sorted({(told["kind"], told["sizes"]) for told in runs}):
        some = [told for told in runs if (told["kind"], told["sizes"]) == (kind, sizes)]
        own, like = (
            [told for told in some if told["instance"].startswith("made") == is_made] for is_made in (False, True)
        )
        lines.append(
            [f"{kind} {sizes}", f"{len(own)}, {len(like)}", *_gaps(own, like), *_above(own, like), _fits(some)]
        )
    return table(heads, lines)


def _gaps(*kinds: list[dict[str, Any]]) -> list[str]:
    return [
        f"{fmean(100 * (told['first_second'] / told['value'] - 1) for told in some):+.3f} %".replace("-", "−")
        for some in kinds
    ]


def _above(own: list[dict[str, Any]], like: list[dict[str, Any]]) -> list[str]:
    published = [100 * (told["published_average"] / told["chance"] - 1) for told in own]
    ours, others = ([100 * (told["first_second"] / told["chance"] - 1) for told in some] for some in (own, like))
    means = [f"{fmean(values):.2f} %" for values in (published, ours, others)]
    return [*means, f"{min(others):.2f} – {max(others):.2f} %"]


def _fits(some: list[dict[str, Any]]) -> str:
    return f"{sum(told['fits'] for told in some)} of {len(some)}"


def _instances(folder: Path, count: int) -> Iterator[Instance]:
    """By turns, so that what is stopped early is of both kinds."""
    own, like = list(stored(folder, MEMBERS)), list(made(MEMBERS, count))
    while own or like:
        yield from (some.pop(0) for some in (own, like) if some)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=shared())
    parser.add_argument("--made", type=int, default=3, metavar="COUNT", help="so many a class")
    parser.add_argument("--rows", action="store_true", help="print the rows of docs/performance.md")
    asked = parser.parse_args()
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    for instance in () if asked.rows else _instances(asked.folder, asked.made):
        if instance.name not in kept:
            kept[instance.name] = measured(instance)
            KEPT.parent.mkdir(exist_ok=True)
            KEPT.write_text(json.dumps(kept, indent=1), encoding="utf-8")
            print(instance.name, kept[instance.name]["value"], flush=True)
    print(rows(list(kept.values())))


if __name__ == "__main__":
    main()
