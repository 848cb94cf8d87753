"""Scenes of the room ``circles``."""

from typing import Any

from tests.access import stage
from tests.cast import Cast


@stage("circle")
def circle(cast: Cast, visibility: str, state: str) -> Any:
    return cast.circle
