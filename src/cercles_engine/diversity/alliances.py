"""The alliances of an organisation, counted: which kinds, with whom, how many are written and were looked at again lately."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Partnership:
    """``kind`` and ``category`` are codes of their vocabularies; ``written`` is None where nobody said."""

    kind: str
    category: str
    written: bool | None = None
    reviewed: date | None = None


@dataclass(frozen=True)
class AllianceMix:
    """``counts`` of each (kind, category), in order of codes. Shares are of the partnerships of which it is known; None for none."""

    counts: dict[tuple[str, str], int]
    written: float | None
    reviewed: float | None


def alliance_mix(partnerships: Iterable[Partnership], *, as_of: date, months: int = 24) -> AllianceMix:
    """``reviewed``: the share looked at again within ``months`` before ``as_of``; one never reviewed was not."""
    told = list(partnerships)
    counts = Counter((each.kind, each.category) for each in told)
    said = [each.written for each in told if each.written is not None]
    since = _before(as_of, months)
    recent = [each.reviewed is not None and since < each.reviewed <= as_of for each in told]
    return AllianceMix(dict(sorted(counts.items())), _share(said), _share(recent))


def _share(answers: list[bool]) -> float | None:
    return sum(answers) / len(answers) if answers else None


def _before(day: date, months: int) -> date:
    """The same day so many months before, or the last of that month."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
