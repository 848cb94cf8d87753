"""Scores worked out one pair at a time, in fractions, from the sentences of the documentation."""

from datetime import date
from fractions import Fraction
from math import floor, log, sqrt

from cercles_engine.matching import Profile, Weights

ONE = 2**20


def _grain(value: float) -> Fraction:
    return Fraction(floor(value * ONE), ONE)


def values(
    need: Profile, offer: Profile, offers: list[Profile], *, levels: int, half_life: float, as_of: date
) -> dict[str, Fraction]:
    """The value of each term, from 0 to 1; ``offers`` are all those of the index."""
    return {
        "themes": _sets(need.themes, offer.themes),
        "sdgs": _sets(need.sdgs, offer.sdgs),
        "territory": _territory(need, offer),
        "text": _text(need, offer, offers),
        "level": _level(need, offer, levels),
        "freshness": _freshness(offer, half_life, as_of),
    }


def score(need: Profile, offer: Profile, offers: list[Profile], weights: Weights, **settings: object) -> Fraction:
    found = values(need, offer, offers, **settings)  # type: ignore[arg-type]
    return sum((weights.of(term) * value for term, value in found.items()), Fraction(0))


def _sets(need: frozenset[str], offer: frozenset[str]) -> Fraction:
    common = len(need & offer)
    return common * _grain(1 / sqrt(len(need))) * _grain(1 / sqrt(len(offer))) if common else Fraction(0)


def _territory(need: Profile, offer: Profile) -> Fraction:
    """The share of the need's path that is within the offer's paths, or all of it where one of them covers it."""
    if not need.territories or not offer.territories:
        return Fraction(0)
    (path,) = need.territories
    if any(path[: len(other)] == other for other in offer.territories):
        return Fraction(1)
    within = {other[: rank + 1] for other in offer.territories for rank in range(len(other))}
    depth = max((rank for rank in range(len(path) + 1) if rank == 0 or path[:rank] in within), default=0)
    return _grain(depth / len(path))


def _text(need: Profile, offer: Profile, offers: list[Profile]) -> Fraction:
    held = {word: 1 + log(count) for word, count in offer.words.items()}
    asked = {}
    for word, count in sorted(need.words.items()):
        holders = sum(word in other.words for other in offers)
        asked[word] = (1 + log(count)) * (1 + log((1 + len(offers)) / (1 + holders)))
    total = Fraction(0)
    for word in asked.keys() & held.keys():
        total += _grain(asked[word] / _length(asked)) * _grain(held[word] / _length(held))
    return total


def _length(vector: dict[str, float]) -> float:
    return sqrt(sum(value * value for value in vector.values()))


def _level(need: Profile, offer: Profile, levels: int) -> Fraction:
    if need.level is None or offer.level is None:
        return Fraction(0)
    return _grain(1 - abs(need.level - offer.level) / (levels - 1))


def _freshness(offer: Profile, half_life: float, as_of: date) -> Fraction:
    if offer.dated is None:
        return Fraction(0)
    return Fraction(round(0.5 ** (max((as_of - offer.dated).days, 0) / half_life) * ONE), ONE)
