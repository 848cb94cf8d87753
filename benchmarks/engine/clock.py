"""Two clocks, and contestants that take turns, so that what slows one slows the others."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DOC = ROOT / "docs" / "performance.md"
RESULTS = ROOT / "var" / "bench" / "engine"
Contestants = dict[str, Callable[[], Any]]


def timed(act: Callable[[], Any]) -> tuple[Any, float, float]:
    """What ``act`` answers, in how many seconds of the wall and of processor (of all threads)."""
    wall, processor = time.perf_counter(), time.process_time()
    answer = act()
    return answer, time.perf_counter() - wall, time.process_time() - processor


def by_turns(contestants: Contestants, rounds: int = 1) -> dict[str, dict[str, Any]]:
    """For each the last answer, and its seconds of wall and of processor, one a round."""
    found: dict[str, dict[str, Any]] = {name: {"wall": [], "cpu": []} for name in contestants}
    for _ in range(rounds):
        for name, act in contestants.items():
            answer, wall, processor = timed(act)
            found[name]["answer"] = answer
            found[name]["wall"].append(wall)
            found[name]["cpu"].append(processor)
    return found


def spread(seconds: list[float], per_second: float = 1000.0) -> str:
    """« median (worst) », in milliseconds unless told otherwise."""
    return f"{_short(median(seconds) * per_second)} ({_short(max(seconds) * per_second)})"


def _short(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def kept(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def keep(name: str, found: dict[str, Any]) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
