"""Imports at national size, beside the bare driver on the same table in the same run.

    python -m benchmarks.directory.imports --home DIR [--rows 100000] [--format rna] [--out FILE]      (DATABASE_URL for PostgreSQL)
    python -m benchmarks.directory.imports --home DIR --rows 2000000 --memory      one import in a process of its own, and its peak

The bare driver writes the same columns of the same rows, read from the table itself, into its empty copy with the same indexes: one
``executemany`` a thousand rows, in transactions as large as ours. What the import does besides (read, clean, place, match, refuse, log for
the search) is what the ratio shows. Ends with one line of JSON.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_BATCH = 1_000


def import_files(files: list[Path], layout: str) -> dict[str, Any]:
    """The import, timed in its two parts."""
    from cercles.organisations.actions.imports import open_import, run_import, store_files

    began, cpu, others = time.perf_counter(), time.process_time(), _of_children()
    stored = store_files([(file.name, _pieces(file)) for file in files], layout)
    run, gathered = open_import(by=None, layout=layout, stored=stored, now=True), [began, cpu]

    def told(seen: Any) -> None:
        if not seen.line:
            gathered[:] = [time.perf_counter(), time.process_time()]

    run = run_import(run.pk, progress=told)
    wall, own = time.perf_counter() - gathered[0], time.process_time() - gathered[1]
    counts = {name: getattr(run, name) for name in ("created", "updated", "unchanged", "rejected", "doubtful")}
    return {
        **counts, "gather_s": round(gathered[0] - began, 1), "write_s": round(wall, 1), "per_second": round(run.line / wall),
        "per_cpu_second": round(run.line / max(own, _of_children() - others)), "gather_cpu_s": round(gathered[1] - cpu, 1),
        "writer_us": round(own / run.line * 1e6), "reader_us": round((_of_children() - others) / run.line * 1e6),
    }  # fmt: skip


def _of_children() -> float:
    """Processor seconds of the processes that this one started and saw end."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _pieces(file: Path) -> Any:
    with file.open("rb") as source:
        while piece := source.read(1024 * 1024):
            yield piece


def bare_rate() -> dict[str, int]:
    """Rows a second of the driver alone, on the same rows put into an empty table of the same shape."""
    from django.db import connection, transaction

    table, copy = "organisations_organisation", "bench_organisation"
    with connection.cursor() as cursor:
        _empty_copy(cursor, table, copy)
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY id')
        names = ", ".join(f'"{column[0]}"' for column in cursor.description)
        sql = f'INSERT INTO "{copy}" ({names}) VALUES ({", ".join(["%s"] * len(cursor.description))})'
        rows = [tuple(_for_driver(value) for value in row) for row in cursor.fetchall()]
        began, cpu = time.perf_counter(), time.process_time()
        for start in range(0, len(rows), _BATCH):
            with transaction.atomic():
                cursor.executemany(sql, rows[start : start + _BATCH])
        spent, own = time.perf_counter() - began, time.process_time() - cpu
        cursor.execute(f'DROP TABLE "{copy}"')
    return {"per_second": round(len(rows) / spent), "per_cpu_second": round(len(rows) / own)}


def _for_driver(value: Any) -> Any:
    from django.db import connection

    if connection.vendor == "postgresql" and isinstance(value, dict | list):
        from psycopg.types.json import Jsonb

        return Jsonb(value)
    return value


def _empty_copy(cursor: Any, table: str, copy: str) -> None:
    from django.db import connection

    cursor.execute(f'DROP TABLE IF EXISTS "{copy}"')
    if connection.vendor == "postgresql":
        cursor.execute(f'CREATE TABLE "{copy}" (LIKE "{table}" INCLUDING ALL)')
        return
    cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL ORDER BY type DESC", [table])
    for (sql,) in cursor.fetchall():
        named = sql.replace(f'"{table}"', f'"{copy}"')
        cursor.execute(named.replace('INDEX "', 'INDEX "bench_') if "INDEX" in named[:20] else named)


def _files(folder: Path, layout: str, rows: int, *, changed: float = 0.0) -> list[Path]:
    from benchmarks.directory.files import write_rna, write_sirene

    folder.mkdir(parents=True, exist_ok=True)
    if layout == "sirene":
        return list(write_sirene(folder, rows))
    path = folder / f"rna-{rows}-{int(changed * 100)}.zip"
    if not path.exists():
        write_rna(path, rows, changed=changed)
    return [path]


def _empty() -> None:
    from cercles.organisations.models import ImportRun, Organisation

    ImportRun.objects.all().delete()
    Organisation.objects.all()._raw_delete(using="default")


def measure(rows: int, layout: str, folder: Path) -> dict[str, Any]:
    from django.db import connection

    _empty()
    first = import_files(_files(folder, layout, rows), layout)
    again = import_files(_files(folder, layout, rows), layout)
    said = {"database": connection.vendor, "layout": layout, "first": first, "again": again}
    if layout == "rna":
        said["later"] = import_files(_files(folder, layout, rows, changed=0.05), layout)
    bare = bare_rate()
    ratios = {f"ratio_{name}": round(first[name] / bare[name], 2) for name in bare}
    return {**said, "bare": bare, **ratios}


def memory(rows: int, layout: str, home: Path) -> dict[str, Any]:
    """The peak of the command and of the process that reads ahead for it, together; what both share is counted once (PSS)."""
    files = _files(home / "files", layout, rows)
    words = [sys.executable, "-m", "cercles.config", "import-organisations", *map(str, files), "--format", layout]
    began, peak = time.perf_counter(), 0
    with (home / "memory.out").open("w+") as out:
        command = subprocess.Popen(words, stdout=out, stderr=subprocess.DEVNULL, cwd=home)
        while command.poll() is None:
            peak = max(peak, sum(_kilobytes(pid) for pid in [command.pid, *_children(command.pid)]))
            time.sleep(0.5)
        out.seek(0)
        counts = json.loads(out.read().splitlines()[-1])
    return {
        "rows": rows,
        "layout": layout,
        "peak_mb": peak // 1024,
        "seconds": round(time.perf_counter() - began),
        **counts,
    }


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _kilobytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--format", choices=["rna", "sirene"], default="rna", dest="layout")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()

    from benchmarks.instance import set_up

    os.environ.pop("CERCLES_TESTING", None)
    home = args.home.resolve()
    set_up(home)
    from django.core.management import call_command

    from cercles.territories.models import Territory

    call_command("migrate", verbosity=0)
    if not Territory.objects.exists():
        call_command("load_references")
        call_command("load_territories")
    _empty()
    found = memory(args.rows, args.layout, home) if args.memory else measure(args.rows, args.layout, home / "files")
    print(json.dumps(found))
    if args.out:
        args.out.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
