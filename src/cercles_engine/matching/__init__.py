"""Offers for a need, peers for an organisation: the best under a weighted sum of named terms, with what each term is worth.

``Index`` holds profiles and answers ``top(need, 10, weights=…, as_of=…)``: exactly the best, each with its reasons and
counter-reasons, which add up to its score without rounding. Weights are given with each question; profiles come and go one by one.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cercles_engine.matching.index import Index
    from cercles_engine.matching.profile import Profile, Weights
    from cercles_engine.matching.reasons import Match, Reason
    from cercles_engine.matching.selection import Selection
    from cercles_engine.matching.vocabulary import words

__all__ = ["Index", "Match", "Profile", "Reason", "Selection", "Weights", "words"]

_HOMES = {
    "index": ("Index",),
    "profile": ("Profile", "Weights"),
    "reasons": ("Match", "Reason"),
    "selection": ("Selection",),
    "vocabulary": ("words",),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
