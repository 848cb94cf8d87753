"""Where an organisation stands among others of its circle, who are never named, and never ranked."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import quantiles

LEAST = 5


@dataclass(frozen=True)
class Spread:
    """Of ``count`` values: half lie between ``low`` and ``high``, half on each side of ``middle``."""

    count: int
    low: float
    middle: float
    high: float


def spread(values: Iterable[float | None], *, least: int = LEAST) -> Spread | None:
    """How known values are spread; None for fewer than ``least`` of them, where each could be recognised."""
    known = [value for value in values if value is not None]
    if len(known) < max(least, 2):
        return None
    low, middle, high = quantiles(known, n=4, method="inclusive")
    return Spread(len(known), low, middle, high)
