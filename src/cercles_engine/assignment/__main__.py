"""``python -m cercles_engine.assignment --scores F.npy --per-item K --load-max K --objective total``: one line of JSON."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cercles_engine.assignment.answer import assign
from cercles_engine.assignment.demand import Problem, problem
from cercles_engine.assignment.feasibility import Infeasible

Table = NDArray[Any]


def main(arguments: list[str] | None = None) -> int:
    """0 and the assignment; 1 and the causes where nothing satisfies the demand; 2 and a sentence where the input is wrong."""
    asked = _parser().parse_args(arguments)
    begun = perf_counter()
    try:
        demand = _demand(asked)
        begun = perf_counter()
        found = assign(demand, objective=asked.objective, solver=asked.solver)
    except Infeasible as error:
        causes = [asdict(cause) | {"text": str(cause)} for cause in error.causes]
        _say({"feasible": False, "causes": causes, "seconds": round(perf_counter() - begun, 4)})
        return 1
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    answer = {"total": found.total, "worst": found.worst, "assignment": found.reviewers}
    _say(answer | {"seconds": round(perf_counter() - begun, 4), "bound": found.bound, "feasible": True})
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m cercles_engine.assignment", description=__doc__)
    parser.add_argument("--scores", required=True, help="a .npy table of items × reviewers, higher is better")
    parser.add_argument("--per-item", required=True, help="reviewers each item needs: a number, or a .npy file")
    parser.add_argument("--load-max", required=True, help="items a reviewer takes at most: a number, or a .npy file")
    parser.add_argument("--load-min", default="0", help="items a reviewer takes at least: a number, or a .npy file")
    parser.add_argument("--conflicts", help="a .npy table of the same shape, 1 where the pair must not be")
    parser.add_argument("--objective", choices=("total", "fair"), default="total")
    parser.add_argument("--solver", choices=("auto", "ortools", "highs"), default="auto")
    parser.add_argument(
        "--rows", choices=("auto", "items", "reviewers"), default="auto",
        help="what the rows of the tables are; auto: what the lengths of the files of counts say, else items",
    )  # fmt: skip
    return parser


def _demand(asked: argparse.Namespace) -> Problem:
    scores = _load(asked.scores)
    counts = {name: _counts(name, getattr(asked, name)) for name in ("per_item", "load_max", "load_min")}
    conflicts = None if asked.conflicts is None else _load(asked.conflicts)
    if asked.rows == "reviewers" or (asked.rows == "auto" and _turned(scores, **counts)):
        scores, conflicts = scores.T, None if conflicts is None else conflicts.T
    return problem(scores, conflicts=conflicts, **counts)


def _turned(scores: Table, *, per_item: Table, load_max: Table, load_min: Table) -> bool:
    """Whether the lengths of the counts are only right if rows are reviewers."""
    if scores.ndim != 2:
        return False
    sizes = [(per_item, 0), (load_max, 1), (load_min, 1)]
    told = [(counts.shape[0], axis) for counts, axis in sizes if counts.ndim == 1]
    straight = all(scores.shape[axis] == size for size, axis in told)
    return not straight and all(scores.shape[1 - axis] == size for size, axis in told)


def _counts(name: str, given: str) -> Table:
    if given.isdecimal():
        return np.asarray(float(given))
    try:
        float(given)
    except ValueError:
        return _load(given)
    option = "--" + name.replace("_", "-")
    raise ValueError(f"{option} must be a whole number, zero or more, or the path of a .npy file, not {given}")


def _load(path: str) -> Table:
    try:
        with Path(path).open("rb") as file:
            table = np.lib.format.read_array(file, allow_pickle=False)
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ValueError(f"{path} is not one whole table as numpy.save writes it (.npy)") from error
    if table.dtype.kind not in "biuf":
        raise ValueError(f"{path} does not hold numbers")
    return np.asarray(table)


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    sys.exit(main())
