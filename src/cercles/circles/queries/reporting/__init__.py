"""What a circle says of itself in numbers and in lists: indicators, facts of a half-year, the file for a successor."""

from cercles.circles.queries.reporting.handover import handover_file, handover_parts
from cercles.circles.queries.reporting.indicators import circle_indicators, circle_voices, indicators_of
from cercles.circles.queries.reporting.parts import Indicator, Part, as_markdown, few, few_of, linked, year_before
from cercles.circles.queries.reporting.review import (
    Suggestion,
    as_text,
    circle_half_year,
    draft_of,
    draft_text,
    next_period,
    review_due,
    suggestion_for,
    written_last,
)

__all__ = [
    "Indicator",
    "Part",
    "Suggestion",
    "as_markdown",
    "as_text",
    "circle_half_year",
    "circle_indicators",
    "circle_voices",
    "draft_of",
    "draft_text",
    "few",
    "few_of",
    "handover_file",
    "handover_parts",
    "indicators_of",
    "linked",
    "next_period",
    "review_due",
    "suggestion_for",
    "written_last",
    "year_before",
]  # fmt: skip
