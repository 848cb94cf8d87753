"""What a first call costs: importing the package, compiling once, finding what was compiled, doing without Numba.

    python -m benchmarks.engine.first_call [--seeds 10]

Each figure is a Python of its own that reads the package with an empty or a filled folder of compiled code.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.engine.clock import keep, spread
from benchmarks.report import table

SOURCES = Path(__file__).resolve().parents[2] / "src"
PARTS = ("assignment", "diversity", "grouping", "matching", "networks")
IMPORT = "\n".join(f"import cercles_engine.{part}" for part in PARTS)
CALLS = {
    "assignment": """
from cercles_engine.assignment import assign, problem
answer = assign(problem([[3, 1, 2], [2, 2, 1]], per_item=1, load_max=1)).reviewers
""",
    "grouping": """
from cercles_engine.grouping import Problem, compose
apart = [[abs(one - other) for other in range(9)] for one in range(9)]
answer = compose(Problem.of(apart, lower=[3] * 3, upper=[3] * 3), seed=1, iterations=200).groups
""",
    "matching": """
from datetime import date
from cercles_engine.matching import Index, Profile
index = Index()
index.put(1, Profile.of(themes="ab", words={"laverie": 1}))
answer = [match.score for match in index.top(Profile.of(themes="a"), as_of=date(2026, 3, 1))]
""",
    "networks": """
from cercles_engine.networks import Graph, Link, portrait
answer = portrait(Graph.of([Link(one, one + 1) for one in range(20)])).brokers[0].betweenness
""",
}
CLOCKED = """
import sys, time, json, warnings
for name in {missing!r}:
    sys.modules[name] = None
warnings.simplefilter("always")
with warnings.catch_warnings(record=True) as said:
    wall, cpu = time.perf_counter(), time.process_time()
{code}
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print(json.dumps({{"wall": wall, "cpu": cpu, "numba": sys.modules.get("numba") is not None, "warnings": len(said),
                  "answer": repr(globals().get("answer"))}}))
"""


def alone(code: str, cache: str, missing: tuple[str, ...] = ()) -> dict[str, Any]:
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), "NUMBA_CACHE_DIR": cache}
    script = CLOCKED.format(missing=missing, code="\n".join(f"    {line}" for line in code.strip().splitlines()))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def measured(seeds: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        found["importing the five parts"] = [alone(IMPORT, folder) for _ in range(seeds)]
        for part, code in CALLS.items():
            told = {"first call ever": [alone(code, folder)], "first call": [alone(code, folder) for _ in range(seeds)]}
            told["without Numba"] = [alone(code, folder, ("numba",)) for _ in range(seeds)]
            if len({each["answer"] for some in told.values() for each in some}) != 1:
                raise AssertionError(f"{part}: compiled or not, the answers differ")
            found |= {f"{part}: {name}": some for name, some in told.items()}
    if any(told["numba"] for told in found["importing the five parts"]):
        raise AssertionError("importing the package loads Numba")
    return found


def rows(found: dict[str, Any]) -> str:
    heads = ["in a new process", "ms of processor: median (worst)", "of wall", "warnings"]
    return table(heads, [_line(name, told) for name, told in found.items()])


def _line(name: str, told: list[dict[str, Any]]) -> list[str]:
    warnings = median(each["warnings"] for each in told)
    return [name, spread([each["cpu"] for each in told]), spread([each["wall"] for each in told]), f"{warnings:g}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    found = measured(parser.parse_args().seeds)
    keep("first_call", found)
    print(rows(found))


if __name__ == "__main__":
    main()
