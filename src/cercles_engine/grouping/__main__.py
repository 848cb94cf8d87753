"""``python -m cercles_engine.grouping FILE --seconds 3 --seed 1``: compose groups for a published instance, and print one line of JSON."""

import argparse
import json
import sys
from collections.abc import Callable
from math import isfinite
from time import monotonic
from typing import Any

from cercles_engine.grouping import kernel
from cercles_engine.grouping.compose import compose, places_of
from cercles_engine.grouping.impossible import Impossible
from cercles_engine.grouping.mdgplib import read_mdgplib


def main(arguments: list[str] | None = None) -> int:
    """0 and the groups; 1 and a smallest contradictory set where no sizes fit; 2 and a sentence where the file or an option is wrong.

    The time is that of the search: reading the file and loading Numba come before, compiling it once after an installation too.
    """
    asked = _parser().parse_args(arguments)
    try:
        problem = read_mdgplib(asked.file)
    except OSError as error:
        return _refuse(f"{asked.file} cannot be read: {error.strerror}")
    except ValueError as error:
        return _refuse(str(error))
    kernel.warm(problem)
    begun = monotonic()
    stop = None if asked.seconds is None else _after(begun + asked.seconds)
    try:
        answer = compose(problem, seed=asked.seed, iterations=asked.iterations, stop=stop)
    except Impossible as error:
        _say({"feasible": False, "conflict": [str(one) for one in error.conflict], "text": str(error)})
        return 1
    seconds = round(monotonic() - begun, 3)
    feasible = problem.fits(places_of(problem, answer.groups))
    said = {"value": float(f"{answer.value:.12g}"), "groups": answer.groups, "seconds": seconds, "feasible": feasible}
    _say(said | {"steps": answer.steps})
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m cercles_engine.grouping", description=__doc__)
    parser.add_argument("file", help="an instance in the format of MDGPLIB, plain or .gz")
    parser.add_argument("--seed", type=_count, default=1, help="a whole number; the same gives the same groups")
    ends = parser.add_mutually_exclusive_group(required=True)
    ends.add_argument("--seconds", type=_seconds, help="time of the search")
    ends.add_argument(
        "--iterations", type=_count, help="steps of the search: the same number gives the same answer anywhere"
    )
    return parser


def _seconds(given: str) -> float:
    try:
        seconds = float(given)
    except ValueError:
        seconds = -1.0
    if not (isfinite(seconds) and seconds >= 0):
        raise argparse.ArgumentTypeError(f"a number of seconds is needed, zero or more, not {given!r}")
    return seconds


def _count(given: str) -> int:
    if not given.isdecimal():
        raise argparse.ArgumentTypeError(f"a whole number is needed, zero or more, not {given!r}")
    return int(given)


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 2


def _after(deadline: float) -> Callable[[], bool]:
    return lambda: monotonic() >= deadline


if __name__ == "__main__":
    sys.exit(main())
