"""The inner loop in NumPy: what runs where Numba is missing, and what ``compiled`` must agree with to the last digit."""

import numpy as np

from cercles_engine.grouping.state import ASTRAY, BEST, NOISE, STIR, VALUE, WORD, Ints, State


def level(state: State, noise: Ints, steps: int, forbidden: int) -> None:
    """Make ``steps`` moves at one temperature, in place.

    A step draws a unit, and looks at all it could do: trade places with any unit of another group, enter any group that has
    room, or stay. Each possibility is worth its change of value plus a random number of Gumbel's law scaled by the
    temperature; the greatest is done. That is the heat bath of a whole row (the Gumbel-max draw of a Boltzmann law), without
    an exponential, and without the rejections of plain annealing.

    noise: (NOISE + u + 1 + G,) whole, the scaled random numbers; a step reads u + 1 + G of them from a random place.
    """
    units, word = state.own.shape[0], int(state.tally[WORD])
    for _ in range(steps):
        word = _next(word)
        unit = int(state.movable[(word & 0xFFFF) * state.movable.shape[0] >> 16])
        start = (word >> 16) & (NOISE - 1)
        before = int(state.tally[VALUE])
        if _move(state, unit, noise[start : start + units + 1 + state.size.shape[0]], forbidden):
            state.tally[STIR] += abs(int(state.tally[VALUE]) - before)
            if state.tally[VALUE] > state.tally[BEST] and _fits(state):
                state.tally[BEST] = state.tally[VALUE]
                state.best[:] = state.group
    state.tally[WORD] = word


def _fits(state: State) -> bool:
    one, other = state.apart.T
    return not state.tally[ASTRAY] and not (state.group[one] == state.group[other]).any()


def _next(word: int) -> int:
    """The next random word: Marsaglia's xorshift of 32 bits (Journal of Statistical Software 8(14), 2003)."""
    word ^= (word << 13) & 0xFFFFFFFF
    word ^= word >> 17
    word ^= (word << 5) & 0xFFFFFFFF
    return word


def _move(state: State, unit: int, noise: Ints, forbidden: int) -> bool:
    """Do the best possibility of ``unit``; False where it is to stay."""
    units, here = state.own.shape[0], int(state.group[unit])
    gain, row, stay = state.gain[here], state.distance[unit], noise[units]
    key = _table(state, unit, here, forbidden)[state.cell] + (gain - state.own - row - row + noise[:units])
    other = int(np.argmax(key))
    there, entry = _entry(state, unit, here, noise[units + 1 :], forbidden)
    if there >= 0 and entry > key[other] and entry > stay:
        _insert(state, unit, here, there)
    elif key[other] > stay:
        _swap(state, unit, other)
    else:
        return False
    return True


def _table(state: State, unit: int, here: int, forbidden: int) -> Ints:
    """What leaving for each group gives ``unit``, by group × kind of the partner; forbidden where it may not be."""
    more = state.weight[state.kind[unit]] - state.weight
    there = np.arange(state.size.shape[0])
    cost = _cost(state, here, there[:, None], more[None, :], forbidden)
    cost[:, state.still] = -forbidden
    gain = (state.gain[:, unit] - state.gain[here, unit])[:, None]
    table: Ints = np.where(cost == -forbidden, forbidden, gain - cost).astype(gain.dtype).ravel()
    return table


def _cost(state: State, here: int, there: Ints, more: Ints, forbidden: int) -> Ints:
    """What sizes cost when ``more`` members go from ``here`` to ``there``, less what they cost now; ``-forbidden`` where they may not."""
    left, entered, last = state.size[here] - more, state.size[there] + more, state.price.shape[1] - 1
    ours, theirs = state.price[here, left.clip(0, last)], state.price[there, entered.clip(0, last)]
    now = state.price[here, state.size[here]].astype(np.int64) + state.price[there, state.size[there]]
    never = (left < 0) | (entered < 0) | (left > last) | (entered > last) | (there == here)
    never = never | (ours == -forbidden) | (theirs == -forbidden)
    cost: Ints = np.where(never, -forbidden, ours.astype(np.int64) + theirs - now)
    return cost


def _entry(state: State, unit: int, here: int, noise: Ints, forbidden: int) -> tuple[int, int]:
    """The best group that ``unit`` could enter alone, and its key; -1 where there is none."""
    there = np.arange(state.size.shape[0])
    cost = _cost(state, here, there, state.weight[state.kind[unit]], forbidden)
    room = cost != -forbidden
    if not room.any():
        return -1, 0
    gain = state.gain[:, unit].astype(np.int64) - state.gain[here, unit]
    key = np.where(room, gain - cost + noise, np.iinfo(np.int64).min)
    best = int(np.argmax(key))
    return best, int(key[best])


def _insert(state: State, unit: int, here: int, there: int) -> None:
    state.tally[VALUE] += int(state.gain[there, unit]) - int(state.gain[here, unit])
    state.gain[here] -= state.distance[unit]
    state.gain[there] += state.distance[unit]
    _place(state, unit, there)
    _resize(state, here, there, int(state.weight[state.kind[unit]]))
    state.own[:] = state.gain[state.group, np.arange(state.own.shape[0])]


def _swap(state: State, unit: int, other: int) -> None:
    here, there = int(state.group[unit]), int(state.group[other])
    left, entered = state.gain[here], state.gain[there]
    state.tally[VALUE] += int(entered[unit]) - int(left[unit]) + int(left[other]) - int(entered[other])
    state.tally[VALUE] -= 2 * int(state.distance[unit, other])
    change = state.distance[other] - state.distance[unit]
    left += change
    entered -= change
    _place(state, unit, there)
    _place(state, other, here)
    _resize(state, here, there, int(state.weight[state.kind[unit]] - state.weight[state.kind[other]]))
    state.own[:] = state.gain[state.group, np.arange(state.own.shape[0])]


def _resize(state: State, here: int, there: int, more: int) -> None:
    both = [here, there]
    state.tally[ASTRAY] -= int(state.price[both, state.size[both]].sum(dtype=np.int64))
    state.size[here] -= more
    state.size[there] += more
    state.tally[ASTRAY] += int(state.price[both, state.size[both]].sum(dtype=np.int64))


def _place(state: State, unit: int, group: int) -> None:
    state.group[unit] = group
    state.cell[unit] = group * state.weight.shape[0] + state.kind[unit]
