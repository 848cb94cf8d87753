"""What the room gives through slots: audience strings."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from cercles.circles.enums import FACILITATING
from cercles.circles.rules import memory
from cercles.core import audience
from cercles.core.prepared import prepared
from cercles.meetings.enums import TAKING_PART
from cercles.meetings.models import Meeting
from cercles.meetings.rules import kept

INVITED = "invited"


@prepared
def _meetings_of(circles: Collection[int]) -> QuerySet[Meeting, int]:
    return Meeting.objects.filter(circle__in=circles).order_by().values_list("pk", flat=True)


def audience_strings(person: Any) -> Iterable[str]:
    """``meeting:8`` for each meeting the person has a seat in, came to, or facilitates; ``invited:8`` for each that asked her."""
    asked = [audience.key(INVITED, pk) for pk in sorted(kept.registrations_of(person))]
    own = {pk for pk, state in kept.registrations_of(person).items() if state in TAKING_PART}
    circles = [row.circle_id for row in memory.current_memberships(person) if row.role in FACILITATING]
    if circles:
        own.update(_meetings_of(circles))
    return [*(audience.key("meeting", pk) for pk in sorted(own)), *asked]
