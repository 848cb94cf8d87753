"""The search: anneal after anneal, each longer than the one before, the best state kept.

Everything here counts steps and never looks at a clock: the same seed makes the same steps, and whoever asks for more steps,
or has the time for them, sees a longer piece of the same run. So more is never worse.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from cercles_engine.grouping.kernel import Level
from cercles_engine.grouping.model import Model, gumbel, state_of
from cercles_engine.grouping.state import BEST, NOISE, STIR, State

Groups = npt.NDArray[Any]
_FIRST = 4  # steps of the first anneal, × u²
_GROWTH = 1.4  # each anneal has so many times the steps of the one before
_LEVELS = 40  # temperatures of an anneal
_COOLING = 0.93  # how fast the first look cools
_WARM, _COLD = (
    0.4,
    0.1,
)  # an anneal goes from where the change a step over the temperature is so much, to where it is so little
_FROZEN = 0.3  # what polishes an anneal: × the temperature where it ends
_PATIENCE = 120  # temperatures of the first look, at most


@dataclass
class Search:
    """One run of at most ``limit`` steps: a model, what draws a start at a temperature of the problem's unit, the loop, the seed's numbers.

    ``given`` (u,): where the first look begins, if not at a start that is drawn.
    ``value`` and ``group`` (u,) are the best so far, ``steps`` those made.
    """

    model: Model
    start: Callable[[np.random.Generator, float], Groups]
    level: Level
    chunk: int
    random: np.random.Generator
    limit: float
    given: Groups | None = None
    steps: int = 0
    value: int = -(1 << 62)
    group: Groups = field(default_factory=lambda: np.zeros(0, np.uint16))
    _noise: npt.NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        self._noise = gumbel(NOISE + self._units + 1 + self.model.price.shape[0])

    @property
    def _units(self) -> int:
        return int(self.model.kind.shape[0])

    def run(self) -> Iterator[None]:
        """Pauses after each chunk, and ends when ``limit`` steps are made, or when nobody may move."""
        state = self._new(self.start(self.random, 0.0) if self.given is None else self.given)
        yield
        if not self.model.movable.size:
            return
        warm, cold = yield from self._look(state)
        length = float(_FIRST * self._units**2)
        while self.steps < self.limit:
            start = self.start(self.random, warm / self.model.scale)
            yield from self._anneal(self._new(start), warm, cold, length)
            length *= _GROWTH

    def _new(self, group: Groups) -> State:
        state = state_of(self.model, group, int(self.random.integers(1, 1 << 32)))
        self._keep(state)
        return state

    def _keep(self, state: State) -> None:
        if int(state.tally[BEST]) > self.value:
            self.value, self.group = int(state.tally[BEST]), state.best.copy()

    def _look(self, state: State) -> Generator[None, None, tuple[float, float]]:
        """Cool a state quickly, and see between which temperatures the work of an anneal is done.

        What is measured is the mean absolute change a step over the temperature: unlike the share of moves accepted, it is not
        misled by members who are alike, and so trade places for ever at no cost.
        """
        heat, steps, warm = self.model.hot, 20 * self._units, 0.0
        for _ in range(_PATIENCE):
            state.tally[STIR] = 0
            yield from self._hold(state, heat, steps)
            share = int(state.tally[STIR]) / heat / steps
            warm = heat if share >= _WARM else warm
            if warm and share < _COLD:
                break
            heat *= _COOLING
        return warm or heat, heat

    def _anneal(self, state: State, warm: float, cold: float, length: float) -> Iterator[None]:
        steps, ratio = max(1, int(length / _LEVELS)), (cold / warm) ** (1 / (_LEVELS - 1))
        for number in range(_LEVELS):
            yield from self._hold(state, warm * ratio**number, steps)
        yield from self._hold(state, cold * _FROZEN, 6 * self._units)

    def _hold(self, state: State, heat: float, steps: int) -> Iterator[None]:
        """Make steps at one temperature, in chunks, keeping the best state met."""
        noise = (heat * self._noise).astype(self.model.distance.dtype)
        each = max(1, self.chunk // self._units)
        while steps > 0 and self.steps < self.limit:
            made = int(min(each, steps, self.limit - self.steps))
            self.level(state, noise, made, self.model.forbidden)
            steps -= made
            self.steps += made
            self._keep(state)
            yield
