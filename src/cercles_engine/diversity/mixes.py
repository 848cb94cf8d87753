"""Amounts as shares of their sum, and what shares tell: how many sources of equal weight, how far from another mix."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum, isfinite

Amounts = Mapping[str, float | None]


@dataclass(frozen=True)
class Mix:
    """``shares`` of each line in the order given, between 0 and 1, adding up to 1; empty where nothing is known or all is zero.

    ``total`` is the sum of what is known, in the unit of the amounts; ``unknown`` names the lines without an amount: shares are of
    what is known, and a reader must see these names beside them.
    """

    shares: dict[str, float]
    total: float
    unknown: tuple[str, ...] = ()

    @property
    def largest(self) -> tuple[str, ...]:
        """The lines of the largest share: several when they are equal."""
        most = max(self.shares.values(), default=0.0)
        return tuple(line for line, share in self.shares.items() if share == most > 0)

    @property
    def first_share(self) -> float | None:
        """The share of the first line; None for an empty mix."""
        return max(self.shares.values(), default=None)


@dataclass(frozen=True)
class Difference:
    """One line of two mixes; ``part`` is what it adds to their distance."""

    line: str
    one: float
    other: float

    @property
    def part(self) -> float:
        return abs(self.one - self.other) / 2


def mix(amounts: Amounts) -> Mix:
    """Shares of amounts of one unit; None is unknown, which is not nothing.

    Raises ``ValueError`` for a negative amount or one that is not finite: a share of a debt means nothing.
    """
    for line, amount in amounts.items():
        if amount is not None and not (isfinite(amount) and amount >= 0):
            raise ValueError(f"{line} must be zero or more, not {amount}")
    known = {line: float(amount) for line, amount in amounts.items() if amount is not None}
    whole = fsum(known.values())
    if not whole:
        return Mix({}, 0.0, _unknown(amounts))
    return Mix({line: amount / whole for line, amount in known.items()}, whole, _unknown(amounts))


def _unknown(amounts: Amounts) -> tuple[str, ...]:
    return tuple(line for line, amount in amounts.items() if amount is None)


def effective_number(found: Mix) -> float | None:
    """1 / Σp²: as diverse as that many sources of equal weight, from 1 to the number of lines; None for an empty mix. Of resources, give
    it those of the activity alone: an investment is another year's.

    The inverse of the index of Simpson (1949), Hill's number of order 2 (1973).
    """
    if not found.shares:
        return None
    return 1 / fsum(share * share for share in found.shares.values())


def differences(one: Mix, other: Mix) -> tuple[Difference, ...]:
    """Line by line, those that part the two most first, then by name; their parts add up to ``distance``."""
    lines = {*one.shares, *other.shares}
    told = [Difference(line, one.shares.get(line, 0.0), other.shares.get(line, 0.0)) for line in lines]
    return tuple(sorted(told, key=lambda each: (-each.part, each.line)))


def distance(one: Mix, other: Mix) -> float | None:
    """The share that would have to move for one mix to become the other, from 0 to 1 (total variation); None where either is empty."""
    if not (one.shares and other.shares):
        return None
    return min(fsum(each.part for each in differences(one, other)), 1.0)


def distances(one: Mapping[str, Mix], other: Mapping[str, Mix]) -> dict[str, float | None]:
    """Between two profiles, made of named mixes (people, resources, alliances): one distance a name, never one for all; None where one
    of them says nothing."""
    nothing = Mix({}, 0.0)
    return {name: distance(one.get(name, nothing), other.get(name, nothing)) for name in {**one, **other}}
