"""Review assignment: exact total and exact fairness, beside a greedy assignment and SciPy's linear program.

    python -m benchmarks.engine.assignment [--seeds 10] [--data ../shared/data/reviewers] [--synthetic]

The two published demands are asked with items and reviewers in ten orders: the values must not move. Synthetic ones: 200 × 200 with
scores drawn evenly, and 2 623 items × 1 373 reviewers (the size of a large conference) of even scores and of scores by topics.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, vstack

from benchmarks.engine.clock import ROOT, by_turns, keep, spread
from benchmarks.report import table
from cercles_engine.assignment import Problem, assign, problem

DATA = Path(os.environ.get("CERCLES_SHARED", ROOT.parent / "shared")) / "data" / "reviewers"
LARGE = (2623, 1373)


def greedy(demand: Problem) -> float:
    """The best pair that is still possible, again and again; the total of what is served, perhaps not everybody."""
    need, room, total = demand.per_item.copy(), demand.load_max.copy(), 0.0
    order = np.argsort(-np.where(demand.conflicts, -np.inf, demand.scores), axis=None, kind="stable")
    for item, reviewer in zip(*np.unravel_index(order, demand.shape), strict=True):
        if need[item] and room[reviewer] and not demand.conflicts[item, reviewer]:
            need[item] -= 1
            room[reviewer] -= 1
            total += demand.scores[item, reviewer]
    return total if not need.any() else float("nan")


def linear(demand: Problem) -> float:
    """The whole linear program, as one would write it for SciPy."""
    item, reviewer = np.nonzero(~demand.conflicts)
    places = np.arange(item.size)
    items, reviewers = demand.shape
    by_item = coo_array((np.ones(item.size), (item, places)), shape=(items, item.size)).tocsr()
    loads = coo_array((np.ones(item.size), (reviewer, places)), shape=(reviewers, item.size)).tocsr()
    found = linprog(
        -demand.scores[item, reviewer], A_eq=by_item, b_eq=demand.per_item, A_ub=vstack([loads, -loads]),
        b_ub=np.concatenate((demand.load_max, -demand.load_min)), bounds=(0, 1), method="highs",
    )  # fmt: skip
    return float(-found.fun)


def published(folder: Path) -> dict[str, dict[str, Any]]:
    tables = np.load(folder / "preflib3.npz")
    return {
        "MIDL, 118 × 177": {
            "scores": np.load(folder / "scores.npy").T, "per_item": np.load(folder / "covs.npy"),
            "load_max": np.load(folder / "loads.npy"),
        },
        "PrefLib ICLR, 176 × 146": {
            "scores": tables["similarity_matrix"].T, "per_item": 3, "load_max": 6,
            "conflicts": tables["mask_matrix"].T == 1,
        },
    }  # fmt: skip


def turned(seed: int, given: dict[str, Any]) -> Problem:
    """The same demand, its items and reviewers in another order."""
    draw = np.random.default_rng(seed)
    rows, columns = (draw.permutation(size) for size in given["scores"].shape)
    told = dict(given, scores=given["scores"][rows][:, columns])
    for name, order in (("per_item", rows), ("load_max", columns)):
        told[name] = given[name][order] if np.ndim(given[name]) else given[name]
    if "conflicts" in given:
        told["conflicts"] = given["conflicts"][rows][:, columns]
    return problem(**told)


def even(seed: int, items: int, reviewers: int, load: int) -> Problem:
    draw = np.random.default_rng(seed)
    shape = (items, reviewers)
    return problem(draw.random(shape), per_item=3, load_max=load, conflicts=draw.random(shape) < 0.02)


def topical(seed: int, items: int, reviewers: int, load: int) -> Problem:
    """Scores from a few topics each: many items want the same few people."""
    draw = np.random.default_rng(seed)
    works, people = (draw.dirichlet(np.full(25, 0.15), size) for size in (items, reviewers))
    scores = works @ people.T
    return problem(
        scores / scores.max(), per_item=3, load_max=load, conflicts=draw.random((items, reviewers)) < 0.02
    )  # fmt: skip


def demands(folder: Path | None, seeds: int) -> Iterator[tuple[str, list[Problem], tuple[str, ...]]]:
    """Name, one demand a seed, and who answers it."""
    everybody = ("total", "fair", "greedy", "linear")
    if folder is not None:
        for name, given in published(folder).items():
            yield name, [turned(seed, given) for seed in range(seeds)], everybody
    for name, kind in (("even", even), ("topics", topical)):
        yield f"{name}, 200 × 200", [kind(seed, 200, 200, 4) for seed in range(seeds)], everybody
    large = f"{LARGE[0]:,} × {LARGE[1]:,}".replace(",", " ")
    for name, kind in (("even", even), ("topics", topical)):
        yield f"{name}, {large}", [kind(seed, *LARGE, 6) for seed in range(seeds)], ("total", "greedy")
    yield f"even, {large}", [even(seed, *LARGE, 6) for seed in range(seeds)], ("fair",)


def measured(some: list[Problem], who: tuple[str, ...]) -> dict[str, dict[str, list[float]]]:
    found: dict[str, dict[str, list[float]]] = {name: {"wall": [], "cpu": [], "total": [], "worst": []} for name in who}
    for demand in some:
        acts = {
            "total": lambda demand=demand: assign(demand),
            "fair": lambda demand=demand: assign(demand, objective="fair"),
            "greedy": lambda demand=demand: greedy(demand),
            "linear": lambda demand=demand: linear(demand),
        }
        for name, told in by_turns({name: acts[name] for name in who}).items():
            answer = told["answer"]
            found[name]["wall"] += told["wall"]
            found[name]["cpu"] += told["cpu"]
            found[name]["total"].append(answer if isinstance(answer, float) else answer.total)
            if not isinstance(answer, float):
                found[name]["worst"].append(answer.worst)
                if (answer.taken & demand.conflicts).any() or answer.bound - answer.total > 1e-6:
                    raise AssertionError(f"{name}: a pair in conflict, or an answer without its proof")
    return found


WORDS = {"total": "ours, total", "fair": "ours, fair", "greedy": "greedy", "linear": "SciPy's LP"}


def rows(found: dict[str, Any]) -> str:
    heads = [
        "items × reviewers",
        "who",
        "total: least – most",
        "worst item",
        "ms of processor: median (worst)",
        "of wall",
    ]
    lines = []
    for name, by_name in found.items():
        for who, told in by_name.items():
            served = [value for value in told["total"] if value == value]
            missed = len(told["total"]) - len(served)
            total = f"{min(served):.4f} – {max(served):.4f}" if served else "—"
            total += f" (incomplete {missed} times)" if missed else ""
            worst = f"{median(told['worst']):.5f}" if told["worst"] else ""
            lines.append([name, WORDS[who], total, worst, spread(told["cpu"]), spread(told["wall"])])
    return table(heads, lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--synthetic", action="store_true", help="the synthetic demands alone, told and not kept")
    asked = parser.parse_args()
    if not asked.synthetic and not asked.data.exists():
        sys.exit(
            f"{asked.data} is not there: two demands cannot be measured, so no table is made. --synthetic does without."
        )
    assign(even(0, 9, 9, 4), objective="fair")  # libraries are loaded before the clock starts
    found: dict[str, dict[str, Any]] = {}
    for name, some, who in demands(None if asked.synthetic else asked.data, asked.seeds):
        found.setdefault(name, {}).update(measured(some, who))
        print(name, flush=True)
    if not asked.synthetic:
        keep("assignment", found)
    print(rows(found))


if __name__ == "__main__":
    main()
