"""``cercles serve`` itself, web and worker: how long it takes to start, how many requests it answers, what memory it holds.

python -m benchmarks.load --home DIR --out FILE
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.instance import set_up

CLIENTS = 16
REQUESTS = 1000
_PATIENCE_S = 60


def family(root: int) -> list[int]:
    """A process and all that came of it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(stat[1]), []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += parents.get(pid, [])
    return found


def megabytes(pids: list[int]) -> float:
    """Memory, what processes share being counted once (PSS)."""
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()]
    return round(sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024, 1)


def hammer(port: int, asked: list[Any], requests: int) -> tuple[float, list[float]]:
    """Seconds in all, and the milliseconds of each request, asked by ``CLIENTS`` browsers at once."""
    from django.db import connection

    from benchmarks.browser import Browser

    todo: Iterator[Any] = iter([asked[number % len(asked)] for number in range(requests)])
    lock, taken = threading.Lock(), []
    browsers = [{page.reader: Browser(port, page.reader) for page in asked} for _ in range(CLIENTS)]
    connection.close()

    def ask(mine: dict[Any, Browser]) -> None:
        while True:
            with lock:
                page = next(todo, None)
            if page is None:
                return
            answer = mine[page.reader].get(page.path)
            if answer.status != 200:
                raise RuntimeError(f"{page.path}: {answer.status}")
            taken.append(answer.asked)

    threads = [threading.Thread(target=ask, args=(mine,)) for mine in browsers]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(taken) != requests:
        raise RuntimeError(f"{requests - len(taken)} requests failed")
    return time.perf_counter() - began, taken


def load() -> dict[str, Any]:
    from benchmarks.pages import pages
    from benchmarks.server import free_port
    from cercles.config.serve import answers

    asked, port = pages(), free_port()
    began = time.perf_counter()
    command = [sys.executable, "-m", "cercles.config", "serve"]
    served = subprocess.Popen(command, env=os.environ | {"PORT": str(port)}, stdout=subprocess.DEVNULL)
    try:
        while not answers("127.0.0.1", port):
            if served.poll() is not None or time.perf_counter() - began > _PATIENCE_S:
                raise RuntimeError("cercles serve does not answer")
            time.sleep(0.05)
        started = time.perf_counter() - began
        fresh = megabytes(family(served.pid))
        seconds, taken = hammer(port, asked, REQUESTS)
        held = megabytes(family(served.pid))
    finally:
        served.send_signal(signal.SIGTERM)
        served.wait(40)
    taken.sort()
    return {
        "started_s": round(started, 2), "fresh_mb": fresh, "held_mb": held, "per_second": round(REQUESTS / seconds, 1),
        "p50_ms": round(statistics.median(taken), 1), "p95_ms": round(taken[int(len(taken) * 0.95)], 1),
        "clients": CLIENTS, "requests": REQUESTS,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    set_up(args.home)
    found = load()
    args.out.write_text(json.dumps(found, indent=1))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
