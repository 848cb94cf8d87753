"""What left by itself around the meetings somebody runs: counted from rows that were written with the letters."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.utils.translation import ngettext

from cercles.circles.enums import FACILITATING
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.prepared import counted, prepared
from cercles.journal.models import OutgoingMail
from cercles.meetings.enums import Came
from cercles.meetings.models import Meeting, MinutesVersion, Registration

AFTER = "meetings.after"  # how the keys of its letters begin
MORNING_AFTER = timedelta(days=1)


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


@prepared
def _over(circles: Collection[int], since: datetime, now: datetime) -> QuerySet[Meeting, int]:
    ended = Meeting.objects.filter(circle__in=circles, ends_at__gte=since, ends_at__lte=now)
    return ended.order_by("pk").values_list("pk", flat=True)


def _asked_after(circles: Collection[int], since: datetime) -> int:
    """The letter of the morning after leaves no row of its own: the outbox is asked, meeting by meeting."""
    over = _over(circles, since - MORNING_AFTER, clock.now())
    letters = [Q(key__gte=f"{AFTER}:{pk}:", key__lt=f"{AFTER}:{pk};") for pk in over[-50:]]
    return OutgoingMail.objects.filter(reduce(or_, letters), created_at__gte=since).count() if letters else 0


def sent_alone(person: Any, since: datetime) -> list[str]:
    """« 4 invitations », « 2 rappels », « 1 compte rendu »: four queries at most, and none for who runs no circle."""
    circles = {row.circle_id for row in memory.current_memberships(person) if row.role in FACILITATING}
    invited, reminded = next(iter(_letters(circles, since)), (0, 0))
    published, asked = sum(_published(circles, since)), _asked_after(circles, since)
    said = [
        (invited, ngettext("%(n)d invitation", "%(n)d invitations", invited)),
        (reminded, ngettext("%(n)d rappel", "%(n)d rappels", reminded)),
        (published, ngettext("%(n)d compte rendu", "%(n)d comptes rendus", published)),
        (asked, ngettext("%(n)d question d’après rencontre", "%(n)d questions d’après rencontre", asked)),
    ]
    return [words % {"n": count} for count, words in said if count]
