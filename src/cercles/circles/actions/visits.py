"""Somebody who administers reads a circle she is not in: she says why first, for an hour, and the circle knows at once."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.locks import said
from cercles.circles.emails import visits as letters
from cercles.circles.models import Circle, SupportVisit
from cercles.circles.models.visits import LASTS, LONGEST_REASON
from cercles.circles.queries import facilitators_of
from cercles.circles.rules import is_member, may_visit
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal


@transaction.atomic
def open_visit(*, address: str, by: Any, reason: str) -> SupportVisit:
    """``address``: the last word of the circle's address, or the whole of it, as whoever asks for help gives it. Opened again while it
    lasts for the same reason, it is the same visit."""
    reason = said(" ".join(reason.split()), _("Dites pourquoi : les membres du cercle le liront."), field="reason")
    if not may_visit(by):
        raise PermissionError
    slug = address.strip().rstrip("/").rpartition("/")[2]
    circle = Circle.objects.select_for_update().filter(slug=slug).first()
    if circle is None:
        raise RuleBroken("no_circle", _("Aucun cercle n’a cette adresse."), field="address")
    if is_member(by, circle):
        raise RuleBroken("member", _("Vous êtes membre de ce cercle : vous le lisez sans visite."), field="address")
    now = clock.now()
    reason = reason[:LONGEST_REASON]
    known = SupportVisit.objects.filter(circle=circle, by=by, until__gt=now, reason=reason).first()
    if known is not None:
        return known
    visit = SupportVisit.objects.create(circle=circle, by=by, reason=reason, at=now, until=now + LASTS)
    journal.record("circles.visited", circle, by=by, audience=circle.members_audience, visit=visit.pk)
    for facilitator in facilitators_of(circle):
        letters.visited(visit, facilitator)
    return visit


@transaction.atomic
def end_visit(*, visit: SupportVisit, by: Any) -> None:
    """Before its hour is over. Twice is once."""
    now = clock.now()
    SupportVisit.objects.filter(pk=visit.pk, until__gt=now).update(until=now)


def forget_visits(person: Any) -> None:
    """Inside the erasure: the circle keeps when it was visited and why, without a name."""
    SupportVisit.objects.filter(by=person).update(by=None)
