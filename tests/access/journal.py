"""Scenes of the room ``journal``."""

from typing import Any

from cercles.journal.models import Job
from tests.access import stage
from tests.cast import Cast


@stage("job")
def job(cast: Cast, visibility: str, state: str) -> Any:
    return Job.objects.create(key="stage", verb="journal.tidy", state=state)
