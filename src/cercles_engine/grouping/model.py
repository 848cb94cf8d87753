"""A problem in integers: units, scaled distances, and the states that a search moves."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cercles_engine.grouping.problem import Problem
from cercles_engine.grouping.state import NOISE, State, forbidden

_FINE = 16  # bits that the greatest distance must keep for 32-bit integers to be precise enough
_GUMBEL = 10  # no number of the table of Gumbel's law is greater, in absolute value
_HOT = 6.0  # no temperature is above so many standard deviations of the distances


@dataclass(frozen=True, eq=False)
class Model:
    """distance (u, u) and bias (G, u) whole; weight (u,) members in each unit; low, high (G,); scale: integers for 1."""

    distance: npt.NDArray[Any]
    bias: npt.NDArray[Any]
    weight: npt.NDArray[np.int64]
    movable: npt.NDArray[np.int64]
    low: npt.NDArray[np.int64]
    high: npt.NDArray[np.int64]
    scale: float

    @property
    def forbidden(self) -> int:
        return forbidden(self.distance.dtype)

    @property
    def hot(self) -> float:
        """A temperature at which everything moves, in scaled units."""
        return _HOT * max(float(self.distance.std()), 1.0)


def model_of(problem: Problem) -> Model:
    """Units are members; the scale is the greatest power of two with which nothing can overflow, so integers stay exact."""
    whole, scale = _scale(problem)
    units = problem.members
    return Model(
        distance=np.rint(problem.distance * scale).astype(whole),
        bias=np.zeros((problem.groups, units), whole),
        weight=np.ones(units, np.int64),
        movable=np.arange(units),
        low=problem.lower,
        high=problem.upper,
        scale=scale,
    )


def _scale(problem: Problem) -> tuple[npt.DTypeLike, float]:
    greatest = float(np.abs(problem.distance).max()) or 1.0
    terms = 4 * min(int(problem.upper.max()), problem.members) + 3 + _HOT * _GUMBEL
    for whole in (np.int32, np.int64):
        room = -forbidden(whole) / 2 / terms / greatest
        scale = 2.0 ** np.floor(np.log2(room))
        if scale * greatest >= 1 << _FINE:
            break
    return whole, min(scale, 2.0**40 / greatest)


def state_of(model: Model, group: npt.NDArray[Any], word: int) -> State:
    """The state where units have these groups (u,); ``word``: 1 to 2³² - 1, where its random numbers begin."""
    groups, units = model.low.shape[0], group.shape[0]
    group = group.astype(np.uint16)
    weight, kind = np.unique(model.weight, return_inverse=True)
    gain = model.bias + np.stack(
        [model.distance[group == k].sum(axis=0, dtype=model.bias.dtype) for k in range(groups)]
    )
    own = gain[group, np.arange(units)]
    value = int(own.sum(dtype=np.int64)) // 2
    size = np.bincount(group, weights=model.weight, minlength=groups).astype(np.int64)
    cell = (group * weight.shape[0] + kind).astype(np.uint16)
    tally = np.array([value, value, word, 0], dtype=np.int64)
    return State(
        distance=model.distance, gain=gain, own=own, group=group, cell=cell, kind=kind.astype(np.uint16), weight=weight,
        movable=model.movable, size=size, low=model.low, high=model.high, best=group.copy(), tally=tally,
    )  # fmt: skip


def gumbel(length: int) -> npt.NDArray[np.float64]:
    """``length`` numbers of Gumbel's law: its quantiles in a fixed random order, so that every search has the same table."""
    quantiles = -np.log(-np.log((np.arange(NOISE) + 0.5) / NOISE))
    return np.resize(np.random.default_rng(20).permutation(quantiles), length)
