"""The inner loop, compiled by Numba; ``plain`` gives the same answers without it.

Imported by ``kernel`` when a search begins, never when the package is imported. Types are kept narrow on purpose: in 32 bits
and with an unsigned index LLVM turns the two loops over units into vector instructions, five times faster than the plain form.
"""

from typing import Any

import numpy as np

from cercles_engine.grouping.state import ASTRAY, BEST, NOISE, STIR, VALUE, WORD, Ints, State
from cercles_engine.optional import compiled


@compiled
def level(state: State, noise: Ints, steps: int, forbidden: int) -> None:
    """Make ``steps`` moves at one temperature; see ``plain.level``."""
    units, groups, kinds = state.group.shape[0], state.size.shape[0], state.weight.shape[0]
    table = np.empty(groups * kinds, state.gain.dtype)
    key = np.empty(units, state.gain.dtype)
    word = state.tally[WORD]
    for _ in range(steps):
        word = _next(word)
        unit = state.movable[(word & 0xFFFF) * state.movable.shape[0] >> 16]
        start = (word >> 16) & (NOISE - 1)
        here = state.group[unit]
        _fill(state, table, unit, here, forbidden)
        best = _keys(
            key, table, state.cell, state.gain[here], state.own, state.distance[unit], noise[start : start + units]
        )
        stay, before = noise[start + units], state.tally[VALUE]
        there, entry = _entry(state, unit, here, noise[start + units + 1 :], forbidden)
        if there >= 0 and entry > best and entry > stay:
            _insert(state, unit, here, there)
        elif best > stay:
            other = 0
            while key[other] != best:
                other += 1
            _swap(state, unit, other)
        else:
            continue
        state.tally[STIR] += abs(state.tally[VALUE] - before)
        if state.tally[VALUE] > state.tally[BEST] and _fits(state):
            state.tally[BEST] = state.tally[VALUE]
            state.best[:] = state.group
    state.tally[WORD] = word


@compiled
def _fits(state: State) -> bool:
    met = 0
    for pair in range(state.apart.shape[0]):
        met += state.group[state.apart[pair, 0]] == state.group[state.apart[pair, 1]]
    return bool(met == 0 and state.tally[ASTRAY] == 0)


@compiled
def _next(word: int) -> int:
    word ^= (word << 13) & 0xFFFFFFFF
    word ^= word >> 17
    word ^= (word << 5) & 0xFFFFFFFF
    return word


@compiled
def _fill(state: State, table: Ints, unit: int, here: int, forbidden: int) -> None:
    gain, kinds = state.gain, state.weight.shape[0]
    mine, base = state.weight[state.kind[unit]], gain[here, unit]
    for there in range(state.size.shape[0]):
        for kind in range(kinds):
            cost = -forbidden if state.still[kind] else _cost(state, here, there, mine - state.weight[kind], forbidden)
            table[there * kinds + kind] = forbidden if cost == -forbidden else gain[there, unit] - base - cost


@compiled
def _cost(state: State, here: int, there: int, more: int, forbidden: int) -> int:
    price, left, entered = state.price, state.size[here] - more, state.size[there] + more
    if there == here or left < 0 or entered < 0 or left >= price.shape[1] or entered >= price.shape[1]:
        return -forbidden
    ours, theirs = price[here, left], price[there, entered]
    if ours == -forbidden or theirs == -forbidden:
        return -forbidden
    return int(ours) + int(theirs) - int(price[here, state.size[here]]) - int(price[there, state.size[there]])


@compiled
def _keys(key: Any, table: Ints, cell: Ints, gain: Ints, own: Ints, distance: Ints, noise: Ints) -> Any:
    for j in range(key.shape[0]):
        key[j] = table[cell[j]]
    best = key[0] + gain[0] - own[0] - distance[0] - distance[0] + noise[0]
    best = key.dtype.type(best)
    for j in range(key.shape[0]):
        key[j] += gain[j] - own[j] - distance[j] - distance[j] + noise[j]
        best = max(best, key[j])
    return best


@compiled
def _entry(state: State, unit: int, here: int, noise: Ints, forbidden: int) -> tuple[int, int]:
    """The best group that unit could enter alone, or -1."""
    mine, base = state.weight[state.kind[unit]], state.gain[here, unit]
    best, chosen = 0, -1
    for there in range(state.size.shape[0]):
        cost = _cost(state, here, there, mine, forbidden)
        if cost != -forbidden:
            key = int(state.gain[there, unit]) - int(base) - cost + int(noise[there])
            if chosen < 0 or key > best:
                best, chosen = key, there
    return chosen, best


@compiled
def _insert(state: State, unit: int, here: int, there: int) -> None:
    state.tally[VALUE] += state.gain[there, unit] - state.gain[here, unit]
    left, entered, distance, own = state.gain[here], state.gain[there], state.distance[unit], state.own
    mine, kinds = state.weight[state.kind[unit]], state.weight.shape[0]
    state.group[unit] = there
    state.cell[unit] = there * kinds + state.kind[unit]
    _resize(state, here, there, mine)
    for j in range(own.shape[0]):
        left[j] -= distance[j]
        entered[j] += distance[j]
    for j in range(own.shape[0]):
        own[j] = state.gain[state.group[j], j]


@compiled
def _swap(state: State, unit: int, other: int) -> None:
    group, own, kinds = state.group, state.own, state.weight.shape[0]
    here, there = group[unit], group[other]
    left, entered, mine, yours = state.gain[here], state.gain[there], state.distance[unit], state.distance[other]
    state.tally[VALUE] += entered[unit] - left[unit] + left[other] - entered[other] - 2 * mine[other]
    zero = own.dtype.type(0)
    for j in range(own.shape[0]):
        change = own.dtype.type(yours[j] - mine[j])
        left[j] += change
        entered[j] -= change
        own[j] += (change if group[j] == here else zero) - (change if group[j] == there else zero)
    group[unit], group[other] = there, here
    own[unit], own[other] = entered[unit], left[other]
    state.cell[unit] = there * kinds + state.kind[unit]
    state.cell[other] = here * kinds + state.kind[other]
    more = state.weight[state.kind[unit]] - state.weight[state.kind[other]]
    if more != 0:
        _resize(state, here, there, more)


@compiled
def _resize(state: State, here: int, there: int, more: int) -> None:
    price, size = state.price, state.size
    before = int(price[here, size[here]]) + int(price[there, size[there]])
    size[here] -= more
    size[there] += more
    state.tally[ASTRAY] += int(price[here, size[here]]) + int(price[there, size[there]]) - before
