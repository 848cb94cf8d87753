"""Offers and needs drawn at random, like those of a network of organisations: a few themes, a commune, thirty words, a date."""

from datetime import date, timedelta

import numpy as np

from cercles_engine.matching import Profile

TODAY = date(2026, 3, 1)
WORDS, COMMUNES, THEMES, GOALS, LEVELS = 20_000, 5_000, 40, 17, 5


def profiles(seed: int, count: int, words: int) -> list[Profile]:
    """Words, communes and themes have the long tails of a language and a country: few are common, most are rare."""
    draw = np.random.default_rng(seed)
    return [_profile(draw, words) for _ in range(count)]


def _profile(draw: np.random.Generator, words: int) -> Profile:
    said, counts = np.unique(_tail(draw, WORDS, int(draw.integers(words // 2, words * 3 // 2))), return_counts=True)
    commune = int(_tail(draw, COMMUNES, 1)[0])
    department = commune % 101
    return Profile(
        themes=frozenset(f"t{each}" for each in _tail(draw, THEMES, int(draw.integers(1, 4)))),
        sdgs=frozenset(str(each + 1) for each in draw.integers(0, GOALS, int(draw.integers(0, 4)))),
        territories=((f"r{department % 18}", f"d{department}", f"c{commune}"),),
        words={f"w{word}": int(times) for word, times in zip(said, counts, strict=True)},
        level=int(draw.integers(0, LEVELS)) if draw.random() < 0.8 else None,
        dated=TODAY - timedelta(days=int(draw.integers(0, 1500))),
    )


def _tail(draw: np.random.Generator, size: int, count: int) -> np.ndarray:
    """Ranks below ``size`` whose frequency falls like one over the rank (Zipf)."""
    return np.minimum(np.exp(draw.random(count) * np.log(size + 1)).astype(np.int64) - 1, size - 1)
