"""What an organisation lives on, in shares: how many sources, which mix, how far from a peer's.

Nothing here adds euros to hours, ranks anybody or makes one score of several. What is unknown is named, never counted as nothing.
"""

from cercles_engine.diversity.alliances import AllianceMix, Partnership, alliance_mix
from cercles_engine.diversity.levers import ANNUAL_HOURS, TRIANGLE, dominant_model, human_mix, triangle
from cercles_engine.diversity.mixes import Difference, Mix, differences, distance, effective_number, mix

__all__ = [
    "ANNUAL_HOURS",
    "TRIANGLE",
    "AllianceMix",
    "Difference",
    "Mix",
    "Partnership",
    "alliance_mix",
    "differences",
    "distance",
    "dominant_model",
    "effective_number",
    "human_mix",
    "mix",
    "triangle",
]
