"""``python -m benchmarks.engine [name …]``: measure the engine and write its tables into docs/performance.md.

Each module runs in a process of its own, on one thread. Without a name all of them run; ``--write`` only writes what was measured.
A table that cannot be measured whole is left alone.
"""

import argparse
import os
import subprocess
import sys

from benchmarks import report
from benchmarks.engine import assignment, first_call, matching, networks
from benchmarks.engine.clock import DOC, ROOT, kept

MODULES = {"assignment": assignment, "matching": matching, "networks": networks, "first_call": first_call}
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*MODULES, []], default=list(MODULES))
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    failed = []
    for name in asked.names:
        command = [sys.executable, "-m", f"benchmarks.engine.{name}"]
        if not asked.write and subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode:
            failed.append(name)
            continue
        tables = {f"engine-{name}": MODULES[name].rows(kept(name))}
        report.write(DOC, tables if asked.write else tables | {"engine-machine": report.machine()})
    if failed:
        sys.exit(f"Not measured, and their tables left alone: {', '.join(failed)}.")


if __name__ == "__main__":
    main()
