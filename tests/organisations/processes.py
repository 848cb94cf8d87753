"""The command ``import-organisations`` in its own process, on the database of the tests, to be killed."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.journal.processes import ROOT, database_url


def start_import(
    file: Path, home: Path, layout: str = "siae", database: str = "", beside: Path | None = None
) -> subprocess.Popen[str]:
    environment = {
        **os.environ, "CERCLES_HOME": str(home), "DATABASE_URL": database or database_url(), "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "cercles.config.settings",
    }  # fmt: skip
    files = [str(one) for one in (file, beside) if one]
    words = ["import_organisations", *files, "--format", layout, "--refused", str(home / f"{file.stem}-refus.csv")]
    return subprocess.Popen(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def answer(process: "subprocess.Popen[str]", *, seconds: int = 120) -> tuple[int, dict[str, int], str]:
    """Exit code, counts of the last line, and the last thing it said."""
    out, err = process.communicate(timeout=seconds)
    said = [line for line in err.splitlines() if line]
    return (
        process.returncode,
        json.loads(out.splitlines()[-1]) if out else {},
        said[-1].removeprefix("CommandError: ") if said else "",
    )


def readers(*, of: int = 0) -> list[int]:
    """The processes that read ahead for an import, those of the process ``of`` or all."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            words, parent = (
                (status.parent / "cmdline").read_text(),
                int(status.read_text().rpartition(")")[2].split()[1]),
            )
        except OSError:  # it ended meanwhile
            continue
        if "imports import child" in words and of in (0, parent):
            found.append(int(status.parent.name))
    return found
