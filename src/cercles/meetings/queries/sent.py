"""What left by itself around the meetings somebody runs: counted from rows that were written with the letters."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import ngettext

from cercles.circles.enums import FACILITATING
from cercles.circles.rules import memory
from cercles.meetings.enums import Came
from cercles.meetings.models import MinutesVersion, Registration


def sent_alone(person: Any, since: datetime) -> list[str]:
    """« 4 invitations », « 2 rappels », « 1 compte rendu »: two queries, and none for who runs no circle."""
    circles = [row.circle_id for row in memory.current_memberships(person) if row.role in FACILITATING]
    if not circles:
        return []
    invited, reminded = Q(came=Came.CIRCLE, created_at__gte=since), Q(reminded_at__gte=since)
    letters = Registration.objects.filter(invited | reminded, meeting__circle__in=circles).aggregate(
        invited=Count("pk", filter=invited), reminded=Count("pk", filter=reminded)
    )
    published = MinutesVersion.objects.filter(minutes__meeting__circle__in=circles, published_at__gte=since).count()
    said = [
        (letters["invited"], ngettext("%(n)d invitation", "%(n)d invitations", letters["invited"])),
        (letters["reminded"], ngettext("%(n)d rappel", "%(n)d rappels", letters["reminded"])),
        (published, ngettext("%(n)d compte rendu", "%(n)d comptes rendus", published)),
    ]
    return [words % {"n": count} for count, words in said if count]
