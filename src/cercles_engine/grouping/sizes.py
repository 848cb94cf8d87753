"""Sizes of groups. Far more than who sits where, they decide the value: a group of s members has s (s - 1) / 2 distances."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Rows = list[npt.NDArray[np.float64]]


def sample_sizes(lower: Ints, upper: Ints, members: int, *, heat: float, random: np.random.Generator) -> Ints:
    """Sizes within bounds that add up to ``members``, drawn by how many distances they count.

    The chance of sizes s is proportional to ``exp(Σ s (s - 1) / 2 / heat)``: exact, by dynamic programming over the groups.
    ``heat`` near 0 gives only the greatest count, a negative one only the least. Raises ValueError where no sizes fit.
    """
    ways = _ways(lower, upper, members, heat)
    if not np.isfinite(ways[-1][members]):
        raise ValueError(f"{members} members cannot fill groups that hold {lower.sum()} to {upper.sum()}")
    sizes, left = np.zeros_like(lower), members
    for group in range(lower.shape[0] - 1, -1, -1):
        options = np.arange(lower[group], min(upper[group], left) + 1)
        chances = ways[group][left - options] + _count(options) / heat
        weights = np.exp(chances - chances.max())
        sizes[group] = options[random.choice(options.shape[0], p=weights / weights.sum())]
        left -= int(sizes[group])
    return sizes


def _count(sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    return np.asarray(sizes * (sizes - 1) / 2, dtype=np.float64)


def _ways(lower: Ints, upper: Ints, members: int, heat: float) -> Rows:
    """Row g, place m: the logarithm of the weight of all sizes of the first g groups that add up to m."""
    row = np.full(members + 1, -np.inf)
    row[0] = 0.0
    rows = [row]
    for low, high in zip(lower.tolist(), upper.tolist(), strict=True):
        row, before = np.full(members + 1, -np.inf), rows[-1]
        for size in range(low, min(high, members) + 1):
            row[size:] = np.logaddexp(row[size:], before[: members + 1 - size] + size * (size - 1) / 2 / heat)
        rows.append(row)
    return rows
