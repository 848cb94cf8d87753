"""The French nomenclature of activities (NAF rév. 2, Insee): sections, their divisions, and the codes inside."""

import csv
import re
from bisect import bisect_right
from functools import cache, lru_cache
from importlib.resources import files

_CODE = re.compile(r"(\d{2})\.?(\d{2}[A-Z])")
# The first division of each section, in order.
_FIRST = {
    "A": 1, "B": 5, "C": 10, "D": 35, "E": 36, "F": 41, "G": 45, "H": 49, "I": 55, "J": 58, "K": 64, "L": 68, "M": 69, "N": 77,
    "O": 84, "P": 85, "Q": 86, "R": 90, "S": 94, "T": 97, "U": 99,
}  # fmt: skip
_SECTIONS, _STARTS = tuple(_FIRST), tuple(_FIRST.values())


@cache
@lru_cache(maxsize=4096)
def activity_levels(code: str) -> tuple[str, str, str] | None:
    """``8899B`` → section, division and code: ``("Q", "88", "88.99B")``; None for what is no code."""
    met = _CODE.fullmatch(code.strip().upper())
    if met is None or met[1] == "00":
        return None
    return _SECTIONS[bisect_right(_STARTS, int(met[1])) - 1], met[1], f"{met[1]}.{met[2]}"


def activity_divisions(section: str) -> tuple[str, ...]:
    """``P`` → ``("85",)``; nothing for what is no section."""
    if section not in _FIRST:
        return ()
    place = _SECTIONS.index(section)
    end = _STARTS[place + 1] if place + 1 < len(_STARTS) else 100
    return tuple(f"{number:02}" for number in range(_STARTS[place], end))


def activity_label(code: str) -> str:
    """The name of a section or of a division; a code is told by itself, with its name when the nomenclature has it."""
    name = _labels().get(code, "")
    return f"{code} · {name}" if "." in code and name else name or code


@cache
def _labels() -> dict[str, str]:
    text = files("cercles.references").joinpath("data", "activities.csv").read_text(encoding="utf-8")
    return {row["code"]: row["label"].replace(" ;", "\u202f;") for row in csv.DictReader(text.splitlines())}
