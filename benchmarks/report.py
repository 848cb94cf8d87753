"""Write the tables of a run into docs/performance.md, each between its two markers; the text around them is written by people."""

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LIMIT = 3.0
MOST_KB, MOST_REQUESTS = 150, 12
_READERS = {True: "membre", False: "visiteur"}


def table(heads: list[str], rows: list[list[str]]) -> str:
    sides = ["---", *["---:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, sides, *rows))


def _label(line: dict[str, Any]) -> str:
    return f"{line['name']} ({_READERS[line['reader']]})"


def _ratio(line: dict[str, Any], bare: dict[str, Any], clock: str) -> float:
    return line[clock] / bare[clock]


def pages(runs: dict[str, dict[str, Any]]) -> str:
    """One line a page; for each instance its queries, and how many bare pages of processor time it costs."""
    heads = ["page (reader)"]
    for name in runs:
        heads += [f"{name}: queries", "ms", "× bare", "wall ×"]
    rows = []
    for index, first in enumerate(next(iter(runs.values()))["pages"]):
        row = [_label(first)]
        for run in runs.values():
            line = run["pages"][index]
            ratio = _ratio(line, run["bare"], "cpu")
            said = f"**{ratio:.1f}**" if round(ratio, 1) > LIMIT else f"{ratio:.1f}"
            row += [str(line["queries"]), f"{line['cpu']:.1f}", said, f"{_ratio(line, run['bare'], 'wall'):.1f}"]
        rows.append(row)
    return table(heads, rows)


def bare(runs: dict[str, dict[str, Any]]) -> str:
    rows = [
        [name, f"{run['bare']['cpu']:.2f}", f"{run['bare']['wall']:.2f}", "{:.2f} – {:.2f}".format(*run["bare"]["spread"]),
         str(run["rounds"] * len(run["pages"]))]
        for name, run in runs.items()
    ]  # fmt: skip
    return table(["instance", "processor ms", "wall ms", "eight of ten between", "requests"], rows)


def grown(runs: dict[str, dict[str, Any]]) -> list[str]:
    """Pages whose queries differ from one instance to the other: each is a fault, or has its reason in the text."""
    counts = zip(*([(_label(line), line["queries"]) for line in run["pages"]] for run in runs.values()), strict=True)
    return [
        f"{page[0][0]}: {', '.join(str(count) for _name, count in page)}"
        for page in counts
        if len({n for _, n in page}) > 1
    ]


def verdict(runs: dict[str, dict[str, Any]]) -> str:
    lines = []
    for name, run in runs.items():
        ratios = [_ratio(line, run["bare"], "cpu") for line in run["pages"]]
        kept = sum(round(ratio, 1) <= LIMIT for ratio in ratios)
        middle = sorted(ratios)[len(ratios) // 2]
        lines.append(
            f"- {name}: {kept} of {len(ratios)} pages within {LIMIT:g} ×; the middle one {middle:.1f} ×, the heaviest {max(ratios):.1f} ×."
        )
    differing = grown(runs)
    said = "; ".join(differing) if differing else "none"
    return "\n".join([*lines, f"- Pages whose query counts differ between instances: {said}."])


def visits(lines: list[dict[str, Any]]) -> str:
    rows = [
        [
            _label(line),
            f"{line['kB']:.0f}",
            str(line["requests"]),
            str(line["elements"]),
            f"{line['score']} {line['grade']}",
        ]
        for line in lines
    ]
    return table(["page (reader)", "kB", "requests", "elements", "EcoIndex"], rows)


def server(found: dict[str, Any]) -> str:
    rows = [
        ["from the command to the first answer", f"{found['started_s']} s"],
        [f"requests a second, {found['clients']} clients at once", f"{found['per_second']}"],
        ["half of the answers within", f"{found['p50_ms']} ms"],
        ["95 of 100 within", f"{found['p95_ms']} ms"],
        ["memory at the first answer (web, worker and keeper)", f"{found['fresh_mb']} MB"],
        [f"memory after {found['requests']} requests", f"{found['held_mb']} MB"],
    ]
    return table(["`cercles serve` on the big instance", ""], rows)


def machine() -> str:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        "",
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores ({model or platform.machine()}), {memory:.0f} GB, "
        f"Python {platform.python_version()}, load average {load:.1f} at the end of the run."
    )


def write(path: Path, tables: dict[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for name, table in tables.items():
        pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
        text, found = re.subn(
            pattern, lambda match, table=table: f"{match[1]}{table}\n{match[2]}", text, flags=re.DOTALL
        )
        if found != 1:
            raise ValueError(f"{path}: the markers of {name} are not there once")
    path.write_text(text, encoding="utf-8")
