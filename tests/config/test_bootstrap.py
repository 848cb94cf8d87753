"""What an install says when something is missing: one sentence, whatever Python reads it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.config.instance import ROOT

BOOTSTRAP = ROOT / "tools" / "bootstrap.py"
OLD = "import sys, runpy; sys.version_info = (3, 8, 18, 'final', 0); runpy.run_path(sys.argv[1], run_name='__main__')"
FAILING = "import sys, runpy; run = runpy.run_path(sys.argv[1])['run']; run([sys.executable, '-c', sys.argv[2]])"


def said(program: str, *arguments: str | Path) -> tuple[int, str, str]:
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr.strip().splitlines()[-1]


def test_an_old_python_can_read_it_and_hears_its_number():
    ast.parse(BOOTSTRAP.read_text(encoding="utf-8"), feature_version=(3, 6))
    sentence = (
        "Cercles demande Python 3.11 ou plus récent ; celui-ci est le 3.8. "
        "S’il est installé sous un autre nom, donnez-le : make PYTHON=python3.12 demo"
    )
    assert said(OLD, BOOTSTRAP) == (1, "", sentence)


@pytest.mark.parametrize(
    ("reason", "start"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "Le disque est plein",
        ),
        ("npm error code ENOSPC", "Le disque est plein"),
        ("ERROR: No matching distribution found for asgiref==3.13.0", "L’installation a besoin d’internet"),
        ("npm error network request failed, reason: getaddrinfo EAI_AGAIN", "L’installation a besoin d’internet"),
        ("ERROR: ProxyError('Cannot connect to proxy.')", "L’installation a besoin d’internet"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "L’installation s’est arrêtée là"),
    ],
)
def test_what_pip_and_npm_say_becomes_one_sentence(reason, start):
    code, out, last = said(FAILING, BOOTSTRAP, f"print({reason!r}); raise SystemExit(1)")
    assert (code, out, last[: len(start)]) == (1, "", start)
