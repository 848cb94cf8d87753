"""Instances of MDGPLIB: those that lie beside the project, and others made by the same rule, with the true best of small ones."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cercles_engine.grouping import Problem, read_mdgplib
from cercles_engine.optional import compiled

KINDS, SIZES = ("RanInt", "RanReal", "Geo"), ("ss", "ds")
SMALL_BOUNDS = {
    (10, "ss"): [([5, 5], [5, 5])],
    (10, "ds"): [([5, 4], [6, 5]), ([5, 5], [7, 7])],
    (12, "ss"): [([3] * 4, [3] * 4)],
    (12, "ds"): [([2, 2, 3, 3], [4, 5, 3, 3]), ([3, 3, 2, 3], [4, 4, 5, 4])],
}
MADE_BOUNDS = {  # those of the library's first three
    "ss": [([12] * 10, [12] * 10)],
    "ds": [
        ([9, 10, 11, 8, 10, 8, 12, 8, 10, 12], [14, 15, 16, 16, 12, 14, 13, 13, 12, 16]),
        ([8, 10, 9, 12, 8, 9, 8, 10, 11, 12], [13, 14, 16, 16, 14, 15, 16, 13, 16, 15]),
        ([12, 10, 10, 10, 9, 8, 11, 10, 8, 10], [14, 12, 15, 14, 16, 14, 15, 14, 15, 15]),
    ],
}


@dataclass(frozen=True)
class Instance:
    """published_best, published_average: of 20 runs of TPSDP; optimum: the true best; each None where it is not known."""

    name: str
    members: int
    kind: str
    sizes: str
    problem: Problem
    published_best: float | None = None
    published_average: float | None = None
    optimum: float | None = None


def stored(folder: Path, members: int) -> Iterator[Instance]:
    """Those of ``folder`` with so many members."""
    published = {row["instance"]: row for row in _rows(folder / "published_tpsdp.csv")}
    exact = {row["instance"]: float(row["optimum"]) for row in _rows(folder / "exact_small.csv")}
    for path in sorted(folder.glob(f"*_n{members:03d}_*")):
        name = path.name.removesuffix(".gz")
        kind, _members, sizes, _number = name.removesuffix(".txt").split("_")
        row = published.get(name)
        yield Instance(
            name, members, kind, sizes, read_mdgplib(path),
            float(row["best"]) if row else None, float(row["avg20"]) if row else None, exact.get(name),
        )  # fmt: skip


def made(members: int, count: int) -> Iterator[Instance]:
    """``count`` a class, made by the rule of the library; small ones come with their true best."""
    for kind in KINDS:
        for sizes in SIZES:
            bounds = SMALL_BOUNDS[members, sizes] if members <= 12 else MADE_BOUNDS[sizes]
            for number in range(count):
                lower, upper = bounds[number % len(bounds)]
                seed = [members, KINDS.index(kind), SIZES.index(sizes), number]
                problem = Problem.of(distances(kind, members, np.random.default_rng(seed)), lower=lower, upper=upper)
                best = true_best(problem) if members <= 12 else None
                yield Instance(
                    f"made_{kind}_n{members:03d}_{sizes}_{number:02d}", members, kind, sizes, problem, optimum=best
                )


def distances(kind: str, members: int, random: np.random.Generator) -> npt.NDArray[np.float64]:
    """RanInt: integers 0 to 100; RanReal: reals 0 to 100; Geo: Euclidean, of random points with 2 to 21 coordinates from 0 to 10."""
    if kind == "Geo":
        points = random.uniform(0, 10, (members, random.integers(2, 22)))
        return np.asarray(np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2)))
    square = (members, members)
    drawn = random.integers(0, 101, square) if kind == "RanInt" else random.uniform(0, 100, square)
    half = np.triu(drawn, 1).astype(np.float64)
    return half + half.T


def true_best(problem: Problem) -> float:
    """The greatest value, by dynamic programming over sets of members: the best of g groups for a set tries all its parts as group g."""
    inside, best = (compiled(function) for function in (_inside, _best))
    return float(best(inside(problem.worth), problem.lower, problem.upper))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _inside(worth: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The value inside each set of members, written in bits."""
    members = worth.shape[0]
    value = np.zeros(1 << members)
    for chosen in range(1, 1 << members):
        first = 0
        while not chosen >> first & 1:
            first += 1
        rest = chosen & (chosen - 1)
        value[chosen] = value[rest]
        for other in range(first + 1, members):
            if rest >> other & 1:
                value[chosen] += worth[first, other]
    return value


def _best(inside: npt.NDArray[np.float64], lower: npt.NDArray[np.int64], upper: npt.NDArray[np.int64]) -> float:
    sets = inside.shape[0]
    size = np.zeros(sets, np.int64)
    for chosen in range(1, sets):
        size[chosen] = size[chosen >> 1] + (chosen & 1)
    so_far = np.full(sets, -np.inf)
    so_far[0] = 0.0
    for group in range(lower.shape[0]):
        then = np.full(sets, -np.inf)
        for chosen in range(sets):
            part = chosen
            while True:
                if lower[group] <= size[part] <= upper[group]:
                    then[chosen] = max(then[chosen], so_far[chosen ^ part] + inside[part])
                if part == 0:
                    break
                part = (part - 1) & chosen
        so_far = then
    return float(so_far[-1])
