"""Questions that letters did not settle, for the next meeting of their circle."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from cercles.circles.models import Question
from cercles.circles.queries.chasing import CHASED_UNTIL, READ, unanswered
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import when
from cercles.journal.models import Link
from cercles.journal.queries import DueAct, DueItem
from cercles.meetings.enums import MeetingState
from cercles.meetings.models import Meeting

FORGOTTEN_AFTER = timedelta(days=183)


@prepared
def _left(circles: Collection[int], before: datetime, after: datetime, now: datetime) -> QuerySet[Question, Any]:
    """With the next meeting that shows itself to the circle alone; those that a meeting took up are no more in it."""
    taken = Link.objects.filter(
        origin_kind="circles.thread", origin_id=OuterRef("thread"), outcome_kind="meetings.meeting", revoked_at=None
    )
    to_come = Meeting.objects.filter(
        circle=OuterRef("thread__circle"), state__in=(MeetingState.DRAFT, MeetingState.ANNOUNCED), starts_at__gt=now,
        visibility=Visibility.CIRCLE,
    ).order_by("starts_at", "pk")  # fmt: skip
    found = unanswered().filter(~Exists(taken), thread__circle__in=circles, asked_at__lte=before, asked_at__gt=after)
    said = found.annotate(
        next_ref=Subquery(to_come.values("ref")[:1]), next_title=Subquery(to_come.values("title")[:1])
    )
    return said.order_by("asked_at", "pk").values_list(
        "thread__ref",
        "thread__title",
        "thread__circle__slug",
        "thread__circle__name",
        "asked_at",
        "next_ref",
        "next_title",
    )[:READ]


def bring_due(person: Any) -> Iterable[DueItem]:
    """In the circles she facilitates: after four weeks, a question is better asked aloud."""
    led, now = memory.facilitated(person), clock.now()
    rows = _left(set(led), now - CHASED_UNTIL, now - FORGOTTEN_AFTER, now) if led else ()
    return [_item(*row) for row in rows]


def _item(
    ref: str, title: str, slug: str, circle: str, asked_at: datetime, meeting: str | None, name: str | None
) -> DueItem:
    words = _("Porter à une rencontre : « %(title)s »") % {"title": title}
    note = _("posée le %(day)s, sans réponse") % {"day": when(asked_at)}
    if meeting is None:
        url = f"{address_of('meetings:open', slug)}?echange={ref}"
        return DueItem(words, note, _("Ouvrir une rencontre"), url, 25, circle)
    return DueItem(
        words, note, _("Lire la question"), address_of("circles:thread", slug, ref), 25, circle,
        DueAct(
            _("À l’ordre du jour de « %(meeting)s »") % {"meeting": name}, address_of("meetings:question_bring", meeting, ref),
            _("Lu par qui voit la rencontre. Un quart d’heure, à changer dans son ordre du jour."),
        ),
    )  # fmt: skip
