"""A problem in integers: units, scaled distances, and the states that a search moves."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cercles_engine.grouping.problem import Floats, Problem
from cercles_engine.grouping.state import NOISE, State, forbidden
from cercles_engine.grouping.units import Ints, Units

_FINE = 16  # bits that the greatest distance must keep for 32-bit integers to be precise enough
_GUMBEL = 10  # no number of the table of Gumbel's law is greater, in absolute value
_HOT = 6.0  # no temperature is above so many standard deviations of the distances
_ASTRAY = (
    2.0  # what a member too many or too few in a group costs on the way to another composition: × the mean distance
)
_MET = 2.0  # what two units cost that meet on the way, and must not: × the greatest distance


@dataclass(frozen=True, eq=False)
class Model:
    """distance (u, u) and price (G, n + 1) whole; kind (u,); weight, still (c,); movable (m,); apart (p, 2).

    A search may pass through compositions that break a constraint, at the price written here, and keeps none of them. price: of each
    size of each group. hot: a temperature at which everything moves, in scaled units. scale: integers for 1. inner: what units bring
    by themselves, in the unit of the problem.
    """

    distance: npt.NDArray[Any]
    price: npt.NDArray[Any]
    kind: npt.NDArray[np.uint16]
    weight: Ints
    still: npt.NDArray[np.bool_]
    movable: Ints
    apart: Ints
    hot: float
    scale: float
    inner: float

    @property
    def forbidden(self) -> int:
        return forbidden(self.distance.dtype)


def model_of(problem: Problem, units: Units) -> Model:
    """The scale is the greatest power of two with which nothing can overflow, so integers stay exact."""
    worth = units.sums(problem.worth)
    inner = float(np.diagonal(worth).sum()) / 2
    worth = worth - np.diag(np.diagonal(worth))
    hot, slack = _HOT * float(worth.std()), _slack(units)
    astray = _ASTRAY * float(np.abs(problem.worth).mean()) if slack else 0.0
    worth = np.where(units.apart, worth - _MET * (float(np.abs(worth).max()) or 1.0), worth)
    seats = min(int(problem.upper.max()) + slack, problem.members)
    whole, scale = _scale(worth, seats, 4 * slack * astray + hot * (1 + _GUMBEL))
    weight, still, kind = _kinds(units)
    return Model(
        distance=np.rint(worth * scale).astype(whole), price=_price(problem, slack, astray * scale, whole),
        kind=kind, weight=weight, still=still, movable=np.flatnonzero(units.home < 0),
        apart=np.argwhere(np.triu(units.apart)), hot=max(hot * scale, _HOT), scale=scale, inner=inner,
    )  # fmt: skip


def state_of(model: Model, group: npt.NDArray[Any], word: int) -> State:
    """The state where units have these groups (u,); ``word``: 1 to 2³² - 1, where its random numbers begin."""
    groups = model.price.shape[0]
    group = group.astype(np.uint16)
    whole = model.distance.dtype
    gain = np.stack([model.distance[group == k].sum(axis=0, dtype=whole) for k in range(groups)])
    own = gain[group, np.arange(group.shape[0])]
    value = int(own.sum(dtype=np.int64)) // 2
    size = np.bincount(group, weights=model.weight[model.kind], minlength=groups).astype(np.int64)
    astray = int(model.price[np.arange(groups), size].sum(dtype=np.int64))
    cell = (group * model.weight.shape[0] + model.kind).astype(np.uint16)
    tally = np.array([value, value, word, 0, astray], dtype=np.int64)
    return State(
        distance=model.distance, gain=gain, own=own, group=group, cell=cell, kind=model.kind, weight=model.weight,
        still=model.still, movable=model.movable, apart=model.apart, size=size, price=model.price, best=group.copy(),
        tally=tally,
    )  # fmt: skip


def gumbel(length: int) -> npt.NDArray[np.float64]:
    """``length`` numbers of Gumbel's law: its quantiles in a fixed random order, so that every search has the same table."""
    quantiles = -np.log(-np.log((np.arange(NOISE) + 0.5) / NOISE))
    return np.resize(np.random.default_rng(20).permutation(quantiles), length)


def _kinds(units: Units) -> tuple[Ints, npt.NDArray[np.bool_], npt.NDArray[np.uint16]]:
    """Kinds of units, alike in weight and in whether they may move."""
    pairs, kind = np.unique(np.stack([units.weight, units.home >= 0]), axis=1, return_inverse=True)
    return pairs[0].astype(np.int64), pairs[1].astype(bool), kind.ravel().astype(np.uint16)


def _slack(units: Units) -> int:
    """How far from its bounds a size may stray on the way: enough for a heavy unit to trade places with several light ones."""
    weight = units.weight[units.home < 0]
    return int(weight.max() - weight.min()) if weight.size else 0


def _price(problem: Problem, slack: int, astray: float, whole: npt.DTypeLike) -> npt.NDArray[Any]:
    size = np.arange(problem.members + 1)
    off = np.maximum(0, np.maximum(problem.lower[:, None] - size, size - problem.upper[:, None]))
    price: npt.NDArray[Any] = np.where(off > slack, -forbidden(whole), np.rint(off * astray)).astype(whole)
    return price


def _scale(worth: Floats, seats: int, more: float) -> tuple[npt.DTypeLike, float]:
    """The integers, and how many of them make 1, so that no key overflows: four gains, three distances, and ``more``."""
    greatest = float(np.abs(worth).max()) or 1.0
    reach = min(seats * greatest, float(np.abs(worth).sum(axis=1).max()) or 1.0)
    for whole in (np.int32, np.int64):
        room = -forbidden(whole) / 2 / (4 * reach + 3 * greatest + more)
        scale = 2.0 ** np.floor(np.log2(room))
        if scale * greatest >= 1 << _FINE:
            break
    return whole, min(scale, 2.0**40 / greatest)
