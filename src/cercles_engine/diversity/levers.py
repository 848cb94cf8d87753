"""The levers of a socio-economic model in shares: human riches in full-time equivalents, financial resources, the model they make."""

from collections.abc import Mapping

from cercles_engine.diversity.mixes import Amounts, Mix, mix

# Legal hours of a full year of work in France (Code du travail, L3121-41); volunteers' hours are told in the same unit.
ANNUAL_HOURS = 1607.0
TRIANGLE = ("public", "private", "earned")


def human_mix(
    *, fte: Amounts, hours: Amounts | None = None, months: Amounts | None = None, annual_hours: float = ANNUAL_HOURS
) -> Mix:
    """Kinds of people in full-time equivalents, as shares: told in ``fte``, in ``hours`` a year, or in people-months.

    Raises ``ValueError`` where a kind is told in two units, ``annual_hours`` is not above zero, or an amount is negative.
    """
    if not annual_hours > 0:
        raise ValueError(f"a year of work must have hours, not {annual_hours}")
    units = ((fte, 1.0), (hours or {}, annual_hours), (months or {}, 12.0))
    found: dict[str, float | None] = {}
    for amounts, per_year in units:
        for kind, amount in amounts.items():
            if kind in found:
                raise ValueError(f"{kind} is told in two units")
            found[kind] = None if amount is None else amount / per_year
    return mix(found)


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


def dominant_model(lines: Amounts, model: Mapping[str, str], *, threshold: float = 0.5) -> str | None:
    """The reference model that holds at least ``threshold`` of the resources; None for a mixed one or where nothing is known.

    Two models that both reach the threshold (half and half) are mixed. Lines without a model count in the whole.
    """
    shares = mix(lines).shares
    held: dict[str, float] = {}
    for line, share in shares.items():
        if line in model:
            held[model[line]] = held.get(model[line], 0.0) + share
    leading = [name for name, share in held.items() if share >= threshold - 1e-12]
    return leading[0] if len(leading) == 1 else None
