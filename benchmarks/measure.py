"""Server time of the main pages of one instance, beside the bare page, in one run: each page is asked in turn with the bare one.

python -m benchmarks.measure --home DIR --out FILE [--rounds 40] [--demo]
"""

import argparse
import json
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.instance import set_up

_WARM = 6


def _median(values: list[float]) -> float:
    return round(statistics.median(values), 3)


def _told(answers: list[Any]) -> dict[str, Any]:
    """Medians, and the range that holds eight values of ten."""
    walls = sorted(answer.wall for answer in answers)
    tenth = len(walls) // 10
    return {
        "wall": _median(walls), "cpu": _median([answer.cpu for answer in answers]), "size": answers[-1].size,
        "asked": _median([answer.asked for answer in answers]), "spread": [round(walls[tenth], 2), round(walls[-1 - tenth], 2)],
    }  # fmt: skip


def measure(rounds: int, asked: Sequence[Any], *, forget: bool = False) -> dict[str, Any]:
    """``forget``: each page is the first of its kind since the search index was last written."""
    from benchmarks.bare import BARE
    from benchmarks.browser import Browser
    from benchmarks.server import serving

    with serving() as (port, _pid):
        readers = {page.reader for page in asked}
        browsers = {reader: Browser(port, reader) for reader in readers}
        queries, bare, answers = [], [], [[] for _ in asked]
        for page in asked:
            for _ in range(_WARM):
                answer = browsers[page.reader].get(page.path, count=True)
            if answer.status != 200:
                raise RuntimeError(f"{page.path}: {answer.status}")
            queries.append(answer.queries)
        for _ in range(rounds):
            for index, page in enumerate(asked):
                bare.append(browsers[None].get(BARE))
                answers[index].append(browsers[page.reader].get(page.path, forget=forget))
    lines = [
        {"name": page.name, "reader": page.reader is not None, "path": page.path, "queries": count, **_told(got)}
        for page, count, got in zip(asked, queries, answers, strict=True)
    ]
    return {"bare": _told(bare), "pages": lines, "rounds": rounds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--demo", action="store_true")
    args = parser.parse_args()
    set_up(args.home, args.demo)
    from benchmarks.pages import pages

    found = measure(args.rounds, pages())
    args.out.write_text(json.dumps(found, ensure_ascii=False, indent=1))
    bare = found["bare"]
    print(f"bare: {bare['wall']:.2f} ms, cpu {bare['cpu']:.2f}")
    for line in found["pages"]:
        who = "member" if line["reader"] else "stranger"
        ratio = line["cpu"] / bare["cpu"]
        print(
            f"{line['name'][:26]:26s} {who:8s} {line['queries']:3d} q {line['wall']:7.2f} ms, cpu {line['cpu']:7.2f} ×{ratio:4.1f}"
        )


if __name__ == "__main__":
    main()
