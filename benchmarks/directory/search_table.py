"""Writes what ``imports``, ``search``, ``delay`` and ``pages`` measured into docs/performance.md, between their markers.

python -m benchmarks.directory.search_table --imports FILE [FILE…] --search FILE [FILE…] [--delay NAME=FILE …] [--pages FILE]
"""

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks.report import LIMIT, table

_PAGE = Path(__file__).resolve().parents[2] / "docs/performance.md"
_HEADS = ["questions", "engine", "p50 ms", "p95 ms", "processor p50", "p95", "× ours (p50)", "× ours (p95)"]


def answers(found: dict[str, Any]) -> str:
    """Ratios to our first answer, in the same run."""
    rows, ours = [], {}
    for row in found["rows"]:
        if row["engine"] == "ours, first":
            ours = row
        own = row["engine"] != "PostgreSQL"  # its work is done by another process
        cpu = [f"{row[name]:.1f}" if own else "" for name in ("cpu_p50", "cpu_p95")]
        ratios = [f"{row[name] / ours[name]:.1f}" for name in ("p50", "p95")]
        rows.append([row["questions"], row["engine"], f"{row['p50']:.1f}", f"{row['p95']:.1f}", *cpu, *ratios])
    documents = f"{found['documents']:,}".replace(",", " ")
    said = f"{documents} documents in {found['segments']} segments, load average {found['load']:.1f}."
    return f"{said}\n\n{table(_HEADS, rows)}"


def delays(given: list[str]) -> str:
    rows = []
    for one in given:
        name, _equal, path = one.partition("=")
        found = json.loads(Path(path).read_text())
        for moment, label in (
            ("quiet", "nobody else writes"),
            ("busy", f"fifty write, {found['per_second']} pages a second"),
        ):
            rows.append(
                [name, label, *(str(found[moment][part]) for part in ("p50", "p95", "worst")), f"{found['load']:.1f}"]
            )
    return table(["database", "meanwhile", "p50 ms", "p95 ms", "worst", "load average"], rows)


def pages(found: dict[str, Any]) -> str:
    """Processor time of a page, and how many bare pages it costs; over three in bold."""
    heads = ["page (reader)", "queries", "first: ms", "× bare", "again: ms", "× bare"]
    rows = []
    for first, again in zip(found["first"]["pages"], found["again"]["pages"], strict=True):
        row = [f"{again['name']} ({'membre' if again['reader'] else 'visiteur'})", str(again["queries"])]
        for which, line in (("first", first), ("again", again)):
            ratio = line["cpu"] / found[which]["bare"]["cpu"]
            row += [f"{line['cpu']:.1f}", f"**{ratio:.1f}**" if round(ratio, 1) > LIMIT else f"{ratio:.1f}"]
        rows.append(row)
    organisations = f"{found['organisations']:,}".replace(",", " ")
    bare = found["again"]["bare"]["cpu"]
    said = f"{organisations} organisations, a bare page of {bare:.2f} ms, load average {found['load']:.1f}."
    return f"{said}\n\n{table(heads, rows)}"


_FIRST, _AGAIN, _LATER = "a first file", "the same file again", "a later file, one row in twenty changed"


def imports(given: list[dict[str, Any]]) -> str:
    """Rows a second, and their ratio to the bare driver's in the same run."""
    heads = [
        "database", "rows", "file", "rows a second", "× bare", "writer µs a row", "reader µs a row", "bare driver µs",
        "gathered in s",
    ]  # fmt: skip
    rows = []
    for found in given:
        bare = found["bare"]
        for name, label in (("first", _FIRST), ("again", _AGAIN), ("later", _LATER)):
            if one := found.get(name):
                count = sum(one[outcome] for outcome in ("created", "updated", "unchanged", "rejected", "doubtful"))
                rows.append([
                    found["database"], f"{count:,}".replace(",", " "), f"{found['layout'].upper()}, {label}", str(one["per_second"]),
                    f"{one['per_second'] / bare['per_second']:.2f}", str(one["writer_us"]), str(one["reader_us"]),
                    str(round(1e6 / bare["per_cpu_second"])), str(one["gather_s"]),
                ])  # fmt: skip
    return table(heads, rows)


def put(text: str, marker: str, said: str) -> str:
    begin, end = f"<!-- {marker} -->", f"<!-- /{marker} -->"
    before, _begin, rest = text.partition(begin)
    _old, _end, after = rest.partition(end)
    return f"{before}{begin}\n{said}\n{end}{after}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--imports", type=Path, nargs="*", default=[])
    parser.add_argument("--search", type=Path, nargs="*", default=[])
    parser.add_argument("--delay", nargs="*", default=[])
    parser.add_argument("--pages", type=Path)
    args = parser.parse_args()
    text = _PAGE.read_text()
    if args.imports:
        text = put(text, "directory-imports", imports([json.loads(path.read_text()) for path in args.imports]))
    for number, path in enumerate(args.search):
        text = put(text, f"directory-search-{number}", answers(json.loads(path.read_text())))
    if args.delay:
        text = put(text, "directory-delay", delays(args.delay))
    if args.pages:
        text = put(text, "directory-pages", pages(json.loads(args.pages.read_text())))
    _PAGE.write_text(text)


if __name__ == "__main__":
    main()
