"""The inner loop, compiled by Numba; ``plain`` gives the same answers without it. Imported when the first question is asked.

Tokens that many offers hold and that give few points are put off (MaxScore: Turtle and Flood 1995): offers are first scored without
them, and only those that these tokens could still lift among the best are scored in full, from their own rows.
"""

from typing import Any

import numpy as np

from cercles_engine.optional import compiled

PUT_OFF = 0.15  # share of the points of a need that tokens put off may give together


def _top_many(
    bounds: Any, worth: Any, tokens: Any, first: Any, last: Any, peaks: Any, slots: Any, held: Any, level: Any, by_level: Any,
    fresh: Any, by_fresh: Any, open_to: Any, rows: Any, row_tokens: Any, row_values: Any, least: Any, best: Any, where: Any,
) -> None:  # fmt: skip
    """See ``plain.top_many``."""
    points = np.zeros(level.shape[0])
    partial, ignored = np.empty(best.shape[1]), np.empty(best.shape[1], np.int64)
    for need in range(bounds.shape[0] - 1):
        some = slice(bounds[need], bounds[need + 1])
        order, kept, late = _split(worth[some], last[some] - first[some], peaks[some], level.shape[0])
        for rank in range(kept):
            token = some.start + order[rank]
            share = worth[token]
            for place in range(first[token], last[token]):
                points[slots[place]] += share * held[place]
        bar = _first_pass(points, level, by_level[need], fresh, by_fresh[need], open_to, partial, ignored, least - late)
        found = 0
        for slot in range(points.shape[0]):
            score = points[slot]
            points[slot] = 0.0
            if score + late >= bar and open_to[slot]:
                for rank in range(kept, order.shape[0]):
                    token = some.start + order[rank]
                    score += worth[token] * _value(row_tokens, row_values, rows[slot], rows[slot + 1], tokens[token])
                if score > least and (found < best.shape[1] or score > best[need, found - 1]):
                    found = _insert(best[need], where[need], found, score, slot)


def _first_pass(
    points: Any,
    level: Any,
    by_level: Any,
    fresh: Any,
    by_fresh: Any,
    open_to: Any,
    partial: Any,
    ignored: Any,
    bar: float,
) -> float:
    """Add what level and freshness give; the score below which, tokens put off apart, no offer is among the best."""
    found, lowest = 0, bar
    for slot in range(points.shape[0]):
        score = points[slot] + by_level[level[slot]] + by_fresh * fresh[slot]
        points[slot] = score
        if score > bar and open_to[slot]:
            found = _insert(partial, ignored, found, score, slot)
            if found == partial.shape[0]:
                bar = partial[found - 1]
    return bar if found == partial.shape[0] else lowest


def _split(worth: Any, sizes: Any, peaks: Any, offers: int) -> Any:
    """Tokens in the order of the points they give for an offer read; how many are read at once, and what the others give at most."""
    most = worth * peaks
    order = np.argsort(-most / np.maximum(sizes, 1))
    kept, late, room = order.shape[0], 0.0, PUT_OFF * most.sum()
    while kept > 0 and sizes[order[kept - 1]] * 64 > offers and late + most[order[kept - 1]] <= room:
        kept -= 1
        late += most[order[kept]]
    return order, kept, late


def _insert(scores: Any, slots: Any, found: int, score: float, slot: int) -> Any:
    """Keep the greatest scores, the first to come before its equals; how many there are now."""
    here = min(found, scores.shape[0] - 1)
    while here > 0 and scores[here - 1] < score:
        scores[here] = scores[here - 1]
        slots[here] = slots[here - 1]
        here -= 1
    scores[here] = score
    slots[here] = slot
    return min(found + 1, scores.shape[0])


def _value(tokens: Any, values: Any, low: int, high: int, token: int) -> float:
    """The value of a token in a row, 0 where it is not."""
    while low < high:
        middle = (low + high) // 2
        if tokens[middle] < token:
            low = middle + 1
        elif tokens[middle] > token:
            high = middle
        else:
            return float(values[middle])
    return 0.0


_split, _insert, _value = compiled(_split), compiled(_insert), compiled(_value)
_first_pass = compiled(_first_pass)
top_many: Any = compiled(_top_many)
