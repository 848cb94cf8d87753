"""``python -m benchmarks.mail [--postgresql postgres://…/cercles_bench_mail]``: measure, and write the table of docs/performance.md."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.__main__ import DOC, ROOT, WORK, make_database
from benchmarks.report import machine, table, write

PEOPLE, MAILS = (500, 5000), 2000


def drop_database(url: str) -> None:
    import psycopg
    from psycopg import sql

    server, _slash, name = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as link:
        link.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def step(home: Path, url: str, *words: str) -> dict[str, Any]:
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CERCLES_TESTING")}
    env |= {"CERCLES_HOME": str(home), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "CERCLES_DEMO": "0"}
    if url:
        env["DATABASE_URL"] = url
    command = [sys.executable, "-m", "benchmarks.mail.run", "--home", str(home), *words]
    said = subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    print(" ".join(words), found, flush=True)
    return found


def measure(name: str, url: str) -> list[list[str]]:
    rows = []
    for people in PEOPLE:
        home, base = WORK / f"mail-{people}", f"{url}_{people}" if url else ""
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        if base:
            drop_database(base)
            make_database(base)
        step(home, base, "fill", str(people))
        rows.append(_row(f"{name}, run of {people} members, 200 circles", step(home, base, "digest"), "letters"))
    rows.append(_row(f"{name}, {MAILS} mails to a server", step(home, base, "send", str(MAILS)), "mails"))
    return rows


def _row(label: str, said: dict[str, Any], what: str) -> list[str]:
    keys = ("wall_s", "cpu_s", "added_mb", "peak_mb")
    return [label, str(said["done"][what]), *(str(said[key]) for key in keys)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", default="")
    args = parser.parse_args()
    rows = measure("SQLite", "")
    if args.postgresql:
        rows += measure("PostgreSQL", args.postgresql)
    heads = ["what", "mails", "wall s", "processor s", "memory added, MB", "peak, MB"]
    write(DOC, {"mail": table(heads, rows), "mail-machine": machine()})


if __name__ == "__main__":
    main()
