"""``python -m cercles_engine.grouping FILE --seconds 3 --seed 1``: one line of JSON."""

import argparse
import json
import sys
from collections.abc import Callable
from time import monotonic

from cercles_engine.grouping import kernel
from cercles_engine.grouping.compose import compose, places_of
from cercles_engine.grouping.mdgplib import read_mdgplib


def main(arguments: list[str] | None = None) -> int:
    """0 and the groups; 2 and a sentence where the file is wrong or no sizes fit.

    The time is that of the search: reading the file and loading Numba come before, compiling it once after an installation too.
    """
    asked = _parser().parse_args(arguments)
    try:
        problem = read_mdgplib(asked.file)
        kernel.warm(problem)
        begun = monotonic()
        stop = None if asked.seconds is None else _after(begun + asked.seconds)
        answer = compose(problem, seed=asked.seed, iterations=asked.iterations, stop=stop)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    seconds = round(monotonic() - begun, 3)
    feasible = problem.fits(places_of(problem, answer.groups))
    said = {"value": float(f"{answer.value:.12g}"), "groups": answer.groups, "seconds": seconds, "feasible": feasible}
    sys.stdout.write(json.dumps(said | {"steps": answer.steps}) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m cercles_engine.grouping", description=__doc__)
    parser.add_argument("file", help="an instance in the format of MDGPLIB, plain or .gz")
    parser.add_argument("--seed", type=int, default=1)
    ends = parser.add_mutually_exclusive_group(required=True)
    ends.add_argument("--seconds", type=float, help="time of the search")
    ends.add_argument(
        "--iterations", type=int, help="steps of the search: the same number gives the same answer anywhere"
    )
    return parser


def _after(deadline: float) -> Callable[[], bool]:
    return lambda: monotonic() >= deadline


if __name__ == "__main__":
    sys.exit(main())
