"""What each group is made of, feature by feature."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from cercles_engine.diversity.mixes import effective_number, mix
from cercles_engine.grouping.compose import Answer, places_of
from cercles_engine.grouping.features import Category, Feature, Labels, Number, Place, Profiles, kilometres
from cercles_engine.grouping.problem import Problem


@dataclass(frozen=True)
class Spread:
    """One feature in one group. points: what it brings to the value. unknown: members who say nothing.

    counts: members by word, most first (categories, labels). effective: the effective number of words, 1 / Σ share² (categories).
    least, mean, greatest: of the numbers, or of the kilometres between two members (places); None where there are none.
    """

    name: str
    points: float
    unknown: int
    counts: tuple[tuple[Any, int], ...] = ()
    effective: float | None = None
    least: float | None = None
    mean: float | None = None
    greatest: float | None = None


@dataclass(frozen=True)
class GroupMix:
    """value: distances inside less ``penalty``; those of all groups add up to the answer's value. mean_distance: of its pairs, or None."""

    group: int
    members: tuple[int, ...]
    value: float
    penalty: float
    mean_distance: float | None
    spreads: tuple[Spread, ...]


def mixes(problem: Problem, answer: Answer, made_of: Profiles | None = None) -> tuple[GroupMix, ...]:
    """Each group's mix; of the features behind the distances where they are given."""
    places_of(problem, answer.groups)
    return tuple(_mix(problem, made_of, group, members) for group, members in enumerate(answer.groups))


def _mix(problem: Problem, made_of: Profiles | None, group: int, members: tuple[int, ...]) -> GroupMix:
    block = np.ix_(members, members)
    distance, penalty = float(problem.distance[block].sum()) / 2, float(problem.penalty[block].sum()) / 2
    pairs = len(members) * (len(members) - 1) // 2
    spreads: tuple[Spread, ...] = ()
    if made_of is not None:
        told = zip(made_of.features, made_of.parts, strict=False)
        spreads = tuple(spread(feature, members, float(part[block].sum()) / 2) for feature, part in told)
    return GroupMix(group, members, distance - penalty, penalty, distance / pairs if pairs else None, spreads)


def spread(feature: Feature, members: tuple[int, ...], points: float = 0.0) -> Spread:
    """How some members differ on one feature."""
    said = [feature.values[member] for member in members if feature.values[member] is not None]
    unknown = len(members) - len(said)
    if isinstance(feature, Category):
        counts = Counter(said)
        shares = mix({str(number): float(count) for number, count in enumerate(counts.values())})
        effective = effective_number(shares) if counts else None
        return Spread(feature.name, points, unknown, tuple(counts.most_common()), effective)
    if isinstance(feature, Labels):
        return Spread(feature.name, points, unknown, tuple(Counter(word for one in said for word in one).most_common()))
    numbers = [float(one) for one in said] if isinstance(feature, Number) else []
    if isinstance(feature, Place) and len(said) > 1:
        numbers = kilometres(said)[np.triu_indices(len(said), 1)].tolist()
    if not numbers:
        return Spread(feature.name, points, unknown)
    mean = sum(numbers) / len(numbers)
    return Spread(feature.name, points, unknown, least=min(numbers), mean=mean, greatest=max(numbers))
