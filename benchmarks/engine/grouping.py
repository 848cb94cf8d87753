"""Composing groups, beside what is published: ``python -m benchmarks.engine.grouping``, then ``--rows`` for the table.

The instances of MDGPLIB lie beside the project (``CERCLES_SHARED``, or ``../shared/data/mdgp``). Time is the processor time of one
thread, so that a busy machine changes nothing; the limits are those of TPSDP (EJOR 302(3), 2022). Each run is kept in
``var/engine-grouping.json`` under the fingerprint of the search: stopped and started again, it goes on where it was.
"""

import argparse
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.engine.grouping_instances import Instance, made, stored
from benchmarks.engine.grouping_rows import rows
from cercles_engine.grouping import compose, kernel
from cercles_engine.grouping.compose import places_of

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "engine-grouping.json"
LIMITS = {10: 0.05, 12: 0.05, 120: 3.0, 240: 20.0, 480: 120.0}
FIRST = 1.0  # what a facilitator waits for
SEARCH = (
    "search",
    "compiled",
    "model",
    "sizes",
    "starts",
    "kernel",
)  # what decides the steps, as well as the instances


def main() -> None:
    asked = _parser().parse_args()
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    runs = kept.setdefault(fingerprint(), {})
    if asked.rows:
        print(rows(runs))
        return
    instances = list(_instances(asked.folder, asked.members, asked.made))
    for seed in range(1, asked.seeds + 1):
        for instance in instances:
            key = f"{instance.name} {seed}"
            if key not in runs:
                runs[key] = run(instance, seed)
                _keep(kept)
                print(key, round(runs[key]["value"], 3), flush=True)


def run(instance: Instance, seed: int, limit: float | None = None, first: float = FIRST) -> dict[str, Any]:
    """One search under the limit of its size: value, value after the ``first`` second, steps, processor seconds, sizes within bounds."""
    limit = limit or LIMITS[instance.members]
    kernel.warm(instance.problem)
    begun, early = process_time(), 0.0

    def progress(now: Any) -> None:
        nonlocal early
        if process_time() - begun <= first:
            early = now.value

    answer = compose(instance.problem, seed=seed, stop=lambda: process_time() - begun >= limit, progress=progress)
    return {
        "instance": instance.name, "members": instance.members, "kind": instance.kind, "sizes": instance.sizes,
        "seed": seed, "value": answer.value, "first_second": early, "steps": answer.steps,
        "seconds": round(process_time() - begun, 3),
        "fits": instance.problem.fits(places_of(instance.problem, answer.groups)),
        "published_best": instance.published_best, "published_average": instance.published_average,
        "optimum": instance.optimum, "group_sizes": [len(group) for group in answer.groups],
    }  # fmt: skip


def fingerprint() -> str:
    """Of the code of the search: figures of another one are not mixed with these."""
    folder = Path(kernel.__file__).parent
    return hashlib.sha256(b"".join((folder / f"{name}.py").read_bytes() for name in SEARCH)).hexdigest()[:12]


def _instances(folder: Path, sizes: list[int], count: int) -> Iterator[Instance]:
    for members in sizes:
        if not count:
            yield from stored(folder, members)
        else:
            yield from made(members, count)


def _keep(kept: dict[str, Any]) -> None:
    KEPT.parent.mkdir(exist_ok=True)
    new = KEPT.with_suffix(".new")
    new.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    new.replace(KEPT)


def shared() -> Path:
    return Path(os.environ.get("CERCLES_SHARED", ROOT.parent / "shared")) / "data" / "mdgp"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine.grouping", description=__doc__)
    parser.add_argument("--folder", type=Path, default=shared())
    parser.add_argument("--members", type=int, nargs="+", default=[10, 12, 120], choices=LIMITS)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument(
        "--made", type=int, default=0, metavar="COUNT", help="so many instances a class made by the same rule"
    )
    parser.add_argument("--rows", action="store_true", help="print the rows of docs/performance.md")
    return parser


if __name__ == "__main__":
    main()
