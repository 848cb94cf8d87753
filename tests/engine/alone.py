"""A Python of its own, where libraries may be missing: what is imported, said and answered there."""

import os
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "src"
HIDE = "import sys\nfor name in {missing!r}:\n    sys.modules[name] = None\n"


def run_alone(code: str, *, missing: tuple[str, ...] = ()) -> tuple[str, str]:
    """What ``code`` writes, and what it says on the error stream, each stripped; raises where it fails."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    script = HIDE.format(missing=missing) + code
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", script], capture_output=True, text=True, env=environment, check=True
    )
    return done.stdout.strip(), done.stderr.strip()
