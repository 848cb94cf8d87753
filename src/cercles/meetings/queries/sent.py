"""What left by itself around the meetings somebody runs: counted from rows that were written with the letters."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.utils.translation import ngettext

from cercles.circles.enums import FACILITATING
from cercles.circles.rules import memory
from cercles.core.prepared import counted, prepared
from cercles.meetings.enums import Came
from cercles.meetings.models import MinutesVersion, Registration


@prepared
def _letters(circles: Collection[int], since: datetime) -> QuerySet[Registration, tuple[int, int]]:
    """Invitations and reminders, in one row."""
    invited, reminded = Q(came=Came.CIRCLE, created_at__gte=since), Q(reminded_at__gte=since)
    rows = Registration.objects.filter(invited | reminded, meeting__circle__in=circles).order_by()
    one = rows.annotate(_one=Value(1)).values("_one")
    return one.annotate(_i=Count("pk", filter=invited), _r=Count("pk", filter=reminded)).values_list("_i", "_r")


@prepared
def _published(circles: Collection[int], since: datetime) -> QuerySet[MinutesVersion, int]:
    return counted(MinutesVersion.objects.filter(minutes__meeting__circle__in=circles, published_at__gte=since))


def sent_alone(person: Any, since: datetime) -> list[str]:
    """« 4 invitations », « 2 rappels », « 1 compte rendu »: two queries, and none for who runs no circle."""
    circles = {row.circle_id for row in memory.current_memberships(person) if row.role in FACILITATING}
    invited, reminded = next(iter(_letters(circles, since)), (0, 0))
    published = sum(_published(circles, since))
    said = [
        (invited, ngettext("%(n)d invitation", "%(n)d invitations", invited)),
        (reminded, ngettext("%(n)d rappel", "%(n)d rappels", reminded)),
        (published, ngettext("%(n)d compte rendu", "%(n)d comptes rendus", published)),
    ]
    return [words % {"n": count} for count, words in said if count]
