"""The inner loop in NumPy: the answers of ``compiled``, slower."""

from typing import Any

import numpy as np

from cercles_engine.matching.segment import Bools, Bytes, Floats, Ints, Shorts, Singles


def top_many(
    bounds: Ints, worth: Floats, tokens: Shorts, first: Ints, last: Ints, peaks: Singles, slots: Shorts, held: Singles,
    level: Bytes, by_level: Floats, fresh: Singles, by_fresh: Floats, open_to: Bools, rows: Any, row_tokens: Any, row_values: Any,
    least: float, best: Floats, where: Ints,
) -> None:  # fmt: skip
    """The best offers of a segment for each need, written into ``best`` and ``where`` (needs, wanted), filled with 0 and -1.

    ``bounds`` (needs + 1,): the tokens of each need among ``tokens``, ``worth`` (the points they give to a value of one), ``first``,
    ``last`` (where their offers stand in ``slots`` and ``held``) and ``peaks`` (the greatest value held). ``level`` (offers,)
    indexes the columns of ``by_level`` (needs, levels + 1), in points; ``fresh`` (offers,) from 0 to 1 is worth ``by_fresh``
    (needs,) points. ``rows`` (offers + 1,): the tokens of each offer among ``row_tokens`` and ``row_values``. Only offers ``open_to``
    (offers,) with more than ``least`` points are kept; equal ones in the order of their slots.
    """
    wanted = best.shape[1]
    for need in range(bounds.size - 1):
        points = by_level[need][level] + by_fresh[need] * fresh
        for token in range(bounds[need], bounds[need + 1]):
            some = slice(first[token], last[token])
            points[slots[some]] += worth[token] * held[some]
        found = np.flatnonzero(open_to & (points > least))
        if found.size > wanted:
            bar = np.partition(points[found], found.size - wanted)[found.size - wanted]
            found = found[points[found] >= bar]
        order = found[np.argsort(-points[found], kind="stable")][:wanted]
        best[need, : order.size] = points[order]
        where[need, : order.size] = order
