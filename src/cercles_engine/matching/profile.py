"""What is known of a need, an offer or an organisation, and how much each term counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType

TERMS = ("themes", "sdgs", "territory", "text", "level", "freshness")
NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True)
class Profile:
    """One side of a match. Everything may be missing: what a need does not say is not asked, what an offer does not say is not given.

    ``themes``, ``sdgs``: codes. ``territories``: paths of codes from the broadest, ``("84", "69", "69123")``: the object covers
    everything under its last code, and the same code under two others is two places. ``words``: how often each word occurs. ``level``: a
    step on the scale of the index, from 0. ``dated``: the day the object was last known to hold.
    """

    themes: frozenset[str] = frozenset()
    sdgs: frozenset[str] = frozenset()
    territories: tuple[tuple[str, ...], ...] = ()
    words: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    level: int | None = None
    dated: date | None = None

    @classmethod
    def of(
        cls,
        *,
        themes: Iterable[str] = (),
        sdgs: Iterable[str | int] = (),
        territories: Iterable[Iterable[str]] = (),
        words: Mapping[str, int] = NOTHING,
        level: int | None = None,
        dated: date | None = None,
    ) -> "Profile":
        """A profile from any iterables; raises ``ValueError`` for an empty path or a count below one."""
        paths = tuple(tuple(path) for path in territories)
        if any(not path for path in paths):
            raise ValueError("a territory is a path of at least one code")
        if any(count < 1 for count in words.values()):
            raise ValueError("a word occurs at least once")
        return cls(frozenset(themes), frozenset(str(goal) for goal in sdgs), paths, dict(words), level, dated)


@dataclass(frozen=True)
class Weights:
    """Points that each term gives when it is fully met: whole numbers from 0 to 1000, so that points add up without rounding."""

    themes: int = 30
    sdgs: int = 15
    territory: int = 20
    text: int = 20
    level: int = 10
    freshness: int = 5

    def __post_init__(self) -> None:
        for each in fields(self):
            points = getattr(self, each.name)
            if not isinstance(points, int) or not 0 <= points <= 1000:
                raise ValueError(f"the weight of {each.name} must be a whole number from 0 to 1000, not {points!r}")

    def of(self, term: str) -> int:
        points: int = getattr(self, term)
        return points
