"""What members are, as features with weights, and how far apart that puts them: a mean of differences, feature by feature.

The distance is one minus Gower's coefficient of similarity (J. C. Gower, « A General Coefficient of Similarity and Some of Its
Properties », Biometrics 27(4), 1971, p. 857-871), with his weights:

    distance(i, j) = Σ_t w_t · known_t(i, j) · difference_t(i, j) / Σ_t w_t · known_t(i, j)

``known_t`` is 1 where both members say something of feature t, else 0: what is missing neither brings together nor apart, and the
other features of the pair take its weight. A pair with nothing known in common is as far as the mean of the other pairs (0 where there
are none): it is told as the part ``UNKNOWN``. Differences lie between 0 and 1, so the distance does too:

    Category   0 for the same word, 1 otherwise (Gower's dichotomous and qualitative characters)
    Labels     1 - |common| / |all of both|, 0 for two empty sets (P. Jaccard, 1901: a set is a row of Gower's presence characters)
    Number     |a - b| / range, at most 1; the range is given, or that of the members (Gower's quantitative characters)
    Place      great-circle kilometres / far, at most 1; ``far`` is given, or the greatest of the members
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
UNKNOWN = ""  # the name of the part of pairs with nothing known in common
_PART = (
    2.0**-28
)  # parts are multiples of it: sums are exact up to eight million pairs, and the error is four billionths
_EARTH = 6371.0088  # mean radius in kilometres (IUGG)


@dataclass(frozen=True)
class Feature:
    """``name`` as reasons tell it; ``weight`` 0 or more, against those of the others; one value a member, None where unknown."""

    name: str
    values: Sequence[Any]
    weight: float = 1.0

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("a feature needs a name")
        if not 0 <= self.weight < float("inf"):
            raise ValueError(f"{self.name}: a weight must be zero or more, not {self.weight}")

    def differences(self) -> Floats:
        """(m, m), between 0 and 1, for the m members who say something, in order."""
        raise NotImplementedError

    @property
    def known(self) -> npt.NDArray[np.intp]:
        """The members who say something."""
        return np.flatnonzero([value is not None for value in self.values])

    def _said(self) -> list[Any]:
        return [value for value in self.values if value is not None]


@dataclass(frozen=True)
class Category(Feature):
    """values: a word or a code."""

    def differences(self) -> Floats:
        words = {word: number for number, word in enumerate(dict.fromkeys(self._said()))}
        code = np.array([words[word] for word in self._said()], dtype=np.int64)
        return np.asarray(code[:, None] != code, dtype=np.float64)


@dataclass(frozen=True)
class Labels(Feature):
    """values: a set of words; an empty one is an answer (« none »), None is not."""

    def differences(self) -> Floats:
        sets = [frozenset(labels) for labels in self._said()]
        words = {word: number for number, word in enumerate(dict.fromkeys(word for labels in sets for word in labels))}
        holds = np.zeros((len(sets), len(words)))
        for row, labels in enumerate(sets):
            holds[row, [words[word] for word in labels]] = 1
        common, size = holds @ holds.T, holds.sum(axis=1)
        either = size[:, None] + size - common
        return np.asarray(np.where(either > 0, 1 - common / np.maximum(either, 1), 0.0))


@dataclass(frozen=True)
class Number(Feature):
    """values: numbers of one unit. span: the difference that counts as 1; the greatest among members where it is not given."""

    span: float | None = None

    def differences(self) -> Floats:
        numbers = np.array(self._said(), dtype=np.float64)
        if not np.isfinite(numbers).all():
            raise ValueError(f"{self.name}: every number must be finite; what is unknown is None")
        return _up_to(np.abs(numbers[:, None] - numbers), self.span, self.name)


@dataclass(frozen=True)
class Place(Feature):
    """values: (latitude, longitude) in degrees. far: the kilometres that count as 1; the greatest among members if not given."""

    far: float | None = None

    def differences(self) -> Floats:
        return _up_to(kilometres(self._said(), self.name), self.far, self.name)


@dataclass(frozen=True, eq=False)
class Profiles:
    """distance (n, n), and what it is made of: ``parts`` (T, n, n) of the T ``names``, which add up to it exactly.

    The last name is ``UNKNOWN``.
    """

    features: tuple[Feature, ...]
    distance: Floats
    parts: Floats
    names: tuple[str, ...] = field(default=())


def profiles(features: Sequence[Feature]) -> Profiles:
    """The distance of the module's text; raises ValueError where features do not have one value for each member.

    Each part is w_t · known_t · difference_t / Σ w · known, rounded to a multiple of 2⁻²⁸; the distance is their sum.
    """
    counts = {feature.name: len(feature.values) for feature in features}
    if len(counts) < len(features) or len(set(counts.values())) != 1:
        raise ValueError(f"features must have different names, and one value for each member, not {counts}")
    members = next(iter(counts.values()))
    parts, weight = np.zeros((len(features) + 1, members, members)), np.zeros((members, members))
    for part, feature in zip(parts, features, strict=False):
        block = np.ix_(feature.known, feature.known)
        part[block] = feature.weight * feature.differences()
        weight[block] += feature.weight
    unknown = weight <= 0
    parts /= np.where(unknown, 1.0, weight)
    parts[:, unknown] = 0.0
    np.fill_diagonal(unknown, False)
    pairs = ~unknown & ~np.eye(members, dtype=bool)
    parts[-1][unknown] = parts.sum(axis=0)[pairs].mean() if pairs.any() else 0.0
    parts = np.rint(parts / _PART) * _PART
    return Profiles(tuple(features), parts.sum(axis=0), parts, (*counts, UNKNOWN))


def kilometres(places: Sequence[tuple[float, float]], name: str = "places") -> Floats:
    """(m, m) great-circle distances of (latitude, longitude) in degrees, by the haversine (R. W. Sinnott, 1984)."""
    degrees = np.array(places, dtype=np.float64).reshape(-1, 2)
    if not (np.abs(degrees) <= (90, 180)).all():
        raise ValueError(f"{name}: latitudes lie between -90 and 90 degrees, longitudes between -180 and 180")
    latitude, longitude = np.radians(degrees).T
    half = np.sin((latitude[:, None] - latitude) / 2) ** 2
    half = half + np.outer(np.cos(latitude), np.cos(latitude)) * np.sin((longitude[:, None] - longitude) / 2) ** 2
    return np.asarray(2 * _EARTH * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def _up_to(differences: Floats, whole: float | None, name: str) -> Floats:
    """Differences over what counts as 1, at most 1."""
    if whole is not None and not 0 < whole < float("inf"):
        raise ValueError(f"{name}: the difference that counts as 1 must be more than zero, not {whole}")
    most = float(differences.max(initial=0.0)) if whole is None else whole
    return np.minimum(differences / most, 1.0) if most else differences
