"""The table of ``docs/performance.md`` about groups, from the runs that are kept."""

from collections import defaultdict
from collections.abc import Iterable
from statistics import fmean, median
from typing import Any

Run = dict[str, Any]


def rows(runs: dict[str, Run]) -> str:
    """Small instances, then one row a class; gaps in per cent, positive where we are above."""
    small = [run for run in runs.values() if run["optimum"] is not None]
    large = [run for run in runs.values() if run["optimum"] is None]
    return "\n".join([*_small(small), "", *_large(large)])


def _small(runs: list[Run]) -> list[str]:
    lines = ["| small instances | runs | at the true optimum | sizes within bounds |", "| --- | ---: | ---: | ---: |"]
    for made in (False, True):
        some = [run for run in runs if run["instance"].startswith("made") == made]
        if some:
            true = sum(abs(run["value"] - run["optimum"]) <= 1e-6 for run in some)
            names, fits = len({run["instance"] for run in some}), sum(run["fits"] for run in some)
            lines.append(
                f"| {names} {'made by the same rule' if made else 'of MDGPLIB'} | {len(some)} | {true} | {fits} |"
            )
    return lines


def _large(runs: list[Run]) -> list[str]:
    lines = [
        "| class | n | instances × seeds | seconds | to TPSDP’s average, mean | worst instance | to its best, mean | median | worst run | "
        "in 1 s, to the best known, mean | worst instance | within bounds |",
        "| --- " + "| ---: " * 11 + "|",
    ]
    known = _known(runs)
    classes = _grouped(
        runs, lambda run: (run["instance"].startswith("made"), run["members"], run["kind"], run["sizes"])
    )
    for (made, members, kind, sizes), some in sorted(classes.items()):
        names = _grouped(some, lambda run: run["instance"])
        seeds = len(some) / len(names)
        cells = [f"{'made: ' if made else ''}{kind} {sizes}", str(members), f"{len(names)} × {seeds:.3g}"]
        cells.append(f"{median(run['seconds'] for run in some):.3g}")
        cells += ["–"] * 5 if made else _published(some, names)
        early = {name: _mean(_gap(run["first_second"], known[name]) for run in of) for name, of in names.items()}
        cells += [_percent(fmean(early.values())), _percent(min(early.values()))]
        cells.append(f"{sum(run['fits'] for run in some)} of {len(some)}")
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _published(some: list[Run], names: dict[str, list[Run]]) -> list[str]:
    average = {name: _mean(_gap(run["value"], run["published_average"]) for run in of) for name, of in names.items()}
    best = [_gap(run["value"], run["published_best"]) for run in some]
    figures = [fmean(average.values()), min(average.values()), fmean(best), median(best), min(best)]
    return [_percent(figure) for figure in figures]


def _known(runs: list[Run]) -> dict[str, float]:
    """The best value of each instance, published or met here."""
    best: dict[str, float] = {}
    for run in runs:
        best[run["instance"]] = max(best.get(run["instance"], run["published_best"] or 0.0), run["value"])
    return best


def _grouped(runs: Iterable[Run], key: Any) -> dict[Any, list[Run]]:
    found = defaultdict(list)
    for run in runs:
        found[key(run)].append(run)
    return dict(found)


def _gap(value: float, reference: float) -> float:
    return 100 * (value / reference - 1)


def _mean(gaps: Iterable[float]) -> float:
    return fmean(gaps)


def _percent(gap: float) -> str:
    return f"{gap:+.3f} %".replace("-", "−")
