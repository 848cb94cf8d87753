"""Two clocks, and contestants that take turns, so that what slows one slows the others."""

import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any

RESULTS = Path(__file__).resolve().parents[2] / "var" / "bench" / "engine"
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


def worst(values: Iterable[float]) -> float:
    return max(values)


def spread(values: list[float], scale: float = 1000.0) -> str:
    """« median (worst) », in thousandths unless told otherwise."""
    return f"{_short(median(values) * scale)} ({_short(max(values) * scale)})"


def _short(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def times(middle: float, ours: float) -> str:
    return f"{_short(middle / ours)} ×"


def table(heads: list[str], rows: list[list[str]]) -> str:
    sides = ["---", *["---:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, sides, *rows))


def keep(name: str, found: dict[str, Any]) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
