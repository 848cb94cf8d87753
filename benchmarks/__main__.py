"""``make bench``: build the two instances, measure, and write docs/performance.md.

    python -m benchmarks [--rounds 30] [--postgresql postgres://…/cercles_bench]

What is built stays in var/bench and is used again. With ``--postgresql`` the big instance is built and measured there too.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import report

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "var" / "bench"
DOC = ROOT / "docs" / "performance.md"


def run(*words: str, home: Path, database: str = "", demo: bool = False) -> None:
    """One step in a process of its own: Django is set up once a process, on one instance."""
    began = time.monotonic()
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CERCLES_TESTING")}
    env |= {"CERCLES_HOME": str(home), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "CERCLES_DEMO": str(int(demo))}
    if database:
        env["DATABASE_URL"] = database
    print(f"== {' '.join(words)}", flush=True)
    subprocess.run([sys.executable, "-m", *words], env=env, cwd=ROOT, check=True)
    print(f"== {time.monotonic() - began:.0f} s", flush=True)


def make_database(url: str) -> None:
    """The database of the run, made when it is not there."""
    import psycopg
    from psycopg import sql

    server, _slash, name = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as link:
        known = link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known is None:
            link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def read(name: str) -> Any:
    return json.loads((WORK / f"{name}.json").read_text(encoding="utf-8"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", default="30")
    parser.add_argument("--postgresql", default="")
    args = parser.parse_args()
    demo, big, postgresql = WORK / "demo", WORK / "big", WORK / "postgresql"
    WORK.mkdir(parents=True, exist_ok=True)
    run("cercles.config", "demo", "--no-serve", home=demo, demo=True)
    run("cercles.config", "index", "--once", home=demo, demo=True)
    run("benchmarks.instance", "--home", str(big), home=big)
    kept = ["--rounds", args.rounds]
    run(
        "benchmarks.measure",
        "--home",
        str(demo),
        "--demo",
        "--out",
        str(WORK / "demo.json"),
        *kept,
        home=demo,
        demo=True,
    )
    run("benchmarks.measure", "--home", str(big), "--out", str(WORK / "big.json"), *kept, home=big)
    runs = {"demonstration": read("demo"), "big": read("big")}
    if args.postgresql:
        make_database(args.postgresql)
        run("benchmarks.instance", "--home", str(postgresql), home=postgresql, database=args.postgresql)
        out = ["--out", str(WORK / "postgresql.json")]
        run("benchmarks.measure", "--home", str(postgresql), *out, *kept, home=postgresql, database=args.postgresql)
        runs["big, PostgreSQL"] = read("postgresql")
    run("benchmarks.visit", "--home", str(demo), "--demo", "--out", str(WORK / "visits.json"), home=demo, demo=True)
    run("benchmarks.load", "--home", str(big), "--out", str(WORK / "load.json"), home=big)
    report.write(
        DOC,
        {
            "machine": report.machine(), "bare": report.bare(runs), "pages": report.pages(runs), "verdict": report.verdict(runs),
            "visits": report.visits(read("visits")), "server": report.server(read("load")),
        },
    )  # fmt: skip
    print(report.verdict(runs))


if __name__ == "__main__":
    main()
