"""What an organisation lives on, in shares: how many sources, which mix, how far from a peer's.

Nothing here adds euros to hours, ranks anybody or makes one score of several. What is unknown is named, never counted as nothing.
"""

from cercles_engine.diversity.alliances import AllianceMix, Partnership, alliance_mix
from cercles_engine.diversity.comparison import Spread, spread
from cercles_engine.diversity.levers import (
    ANNUAL_HOURS,
    DAILY_HOURS,
    NO_MODEL,
    TRIANGLE,
    Reference,
    human_mix,
    outweighs,
    reference_model,
    triangle,
)
from cercles_engine.diversity.mixes import Difference, Mix, differences, distance, distances, effective_number, mix

__all__ = [
    "ANNUAL_HOURS",
    "DAILY_HOURS",
    "NO_MODEL",
    "TRIANGLE",
    "AllianceMix",
    "Difference",
    "Mix",
    "Partnership",
    "Reference",
    "Spread",
    "alliance_mix",
    "differences",
    "distance",
    "distances",
    "effective_number",
    "human_mix",
    "mix",
    "outweighs",
    "reference_model",
    "spread",
    "triangle",
]
