"""Instances made by the rule of MDGPLIB, and the true best of tiny ones by trying everything."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cercles_engine.grouping import Problem

KINDS = ("RanInt", "RanReal", "Geo")
EQUAL_12, BOUNDED_12 = ([3] * 4, [3] * 4), ([3, 3, 2, 3], [4, 4, 5, 4])
EQUAL_10, BOUNDED_10 = ([5, 5], [5, 5]), ([5, 4], [6, 5])


def distances(kind: str, members: int, seed: int) -> npt.NDArray[np.float64]:
    """RanInt: integers 0 to 100; RanReal: reals 0 to 100; Geo: Euclidean distances of points with 2 to 21 coordinates."""
    random = np.random.default_rng(seed)
    if kind == "Geo":
        points = random.uniform(0, 10, (members, random.integers(2, 22)))
        return np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    drawn = (
        random.integers(0, 101, (members, members)) if kind == "RanInt" else random.uniform(0, 100, (members, members))
    )
    half = np.triu(drawn, 1)
    return (half + half.T).astype(np.float64)


def instance(kind: str, bounds: tuple[Sequence[int], Sequence[int]], members: int, seed: int) -> Problem:
    return Problem.of(distances(kind, members, seed), lower=bounds[0], upper=bounds[1])


def compositions(lower: Sequence[int], upper: Sequence[int], members: int) -> Iterator[list[int]]:
    """The group of each member, for every composition within the bounds."""

    def place(group: list[int], sizes: list[int]) -> Iterator[list[int]]:
        left = members - len(group)
        if sum(max(0, low - size) for low, size in zip(lower, sizes, strict=True)) > left:
            return
        if not left:
            yield group
            return
        for k, size in enumerate(sizes):
            if size < upper[k]:
                yield from place([*group, k], [*sizes[:k], size + 1, *sizes[k + 1 :]])

    yield from place([], [0] * len(lower))


def best_value(problem: Problem) -> float | None:
    """The greatest value of all compositions that fit; None where there is none."""
    tried = (np.array(group) for group in compositions(problem.lower.tolist(), problem.upper.tolist(), problem.members))
    return max((problem.value(group) for group in tried if problem.fits(group)), default=None)


def write(path: Path, problem: Problem) -> Path:
    """The problem as a file of MDGPLIB, plain."""
    kind = "ss" if (problem.lower == problem.upper).all() else "ds"
    bounds = [str(bound) for pair in zip(problem.lower, problem.upper, strict=True) for bound in pair]
    head = " ".join([str(problem.members), str(problem.groups), kind, *bounds])
    pairs = np.argwhere(np.triu(np.ones_like(problem.distance, dtype=bool), 1)).tolist()
    lines = [f"{i} {j} {float(problem.distance[i, j])!r}" for i, j in pairs]
    path.write_text("\n".join([head, *lines, ""]), encoding="ascii")
    return path
