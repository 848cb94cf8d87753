"""The levers of a socio-economic model in shares: human riches in full-time equivalents, financial resources, the model they make."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import fsum

from cercles_engine.diversity.mixes import Amounts, Mix, mix

# Legal hours of a full year of work in France (Code du travail, L3121-41); volunteers' hours are told in the same unit.
ANNUAL_HOURS = 1607.0
DAILY_HOURS = 7.0
NO_MODEL = ""
TRIANGLE = ("public", "private", "earned")


def human_mix(
    *, fte: Amounts, hours: Amounts | None = None, days: Amounts | None = None, months: Amounts | None = None,
    annual_hours: float = ANNUAL_HOURS, daily_hours: float = DAILY_HOURS,
) -> Mix:  # fmt: skip
    """Kinds of people in full-time equivalents, as shares: told in ``fte``, in hours or days a year, or in people-months.

    Raises ``ValueError`` where a kind is told in two units, a year or a day of work has no hours, or an amount is negative.
    """
    if not (annual_hours > 0 and daily_hours > 0):
        raise ValueError(f"a year and a day of work must have hours, not {annual_hours} and {daily_hours}")
    units = ((fte, 1.0), (hours or {}, annual_hours), (days or {}, annual_hours / daily_hours), (months or {}, 12.0))
    found: dict[str, float | None] = {}
    for amounts, per_year in units:
        for kind, amount in amounts.items():
            if kind in found:
                raise ValueError(f"{kind} is told in two units")
            found[kind] = None if amount is None else amount / per_year
    return mix(found)


def outweighs(humans: Mix, some: Collection[str], others: Collection[str]) -> bool | None:
    """Whether some kinds of people (volunteers) make more full-time equivalents than others (employees): then the model where members
    cover the needs is offered, which euros cannot tell. None where an amount that is unknown could change the answer."""
    ours, theirs = (fsum(humans.shares.get(kind, 0.0) for kind in kinds) for kinds in (some, others))
    more = ours > theirs
    unknown = set(humans.unknown) & set(others if more else some)
    return None if unknown else more


def triangle(lines: Amounts, nature: Mapping[str, str]) -> Mix:
    """Public, private and earned shares of resources, from the ``nature`` of each line; own funds are none of the three.

    A nature with an unknown line is a sum of what is known, and the line is among ``unknown``. Raises ``ValueError`` for a line
    whose nature is not given.
    """
    missing = [line for line in lines if line not in nature]
    if missing:
        raise ValueError(f"the nature of {', '.join(missing)} is not given")
    sums = dict.fromkeys(TRIANGLE, 0.0)
    for line, amount in lines.items():
        if nature[line] in sums and amount is not None:
            mix({line: amount})  # says which line is wrong, before it is lost in a sum
            sums[nature[line]] += amount
    unknown = tuple(line for line, amount in lines.items() if amount is None and nature[line] in sums)
    found = mix(sums)
    return Mix(found.shares, found.total, unknown)


@dataclass(frozen=True)
class Reference:
    """``mix``: shares of the resources by reference model, what no model claims under ``NO_MODEL``, and the lines that are unknown.
    ``dominant``: the model that holds at least the threshold; None for a mixed one, or where nothing is known. It is a proposal: the
    respondent confirms it."""

    mix: Mix
    dominant: str | None


def reference_model(lines: Amounts, model: Mapping[str, str], *, threshold: float = 0.5) -> Reference:
    """What resources say of the reference model of an activity; two models that both reach the threshold (half and half) are mixed."""
    whole = mix(lines)
    sums: dict[str, float] = {}
    for line, share in whole.shares.items():
        name = model.get(line, NO_MODEL)
        sums[name] = sums.get(name, 0.0) + share
    leading = [name for name, share in sums.items() if name != NO_MODEL and share >= threshold - 1e-12]
    found = Mix({name: min(share, 1.0) for name, share in sums.items()}, whole.total, whole.unknown)
    return Reference(found, leading[0] if len(leading) == 1 else None)
