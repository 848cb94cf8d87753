"""What waits for a person around polls. No line names anybody."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.circles.enums import FACILITATING
from cercles.circles.models import Membership
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import when
from cercles.journal.queries import DueItem
from cercles.organisations.models import Affiliation
from cercles.polls.enums import ObjectionState, PollState, Voters
from cercles.polls.models import Ballot, Poll
from cercles.polls.queries.voices import HOUSE

SOON = timedelta(days=2)


def due_of(person: Any) -> list[DueItem]:
    """Two queries, whatever there is."""
    mine = memory.current_memberships(person)
    if not mine:
        return []
    led = {row.circle_id for row in mine if row.role in FACILITATING}
    return [*_unanswered(person, {row.circle_id for row in mine}), *_to_treat(person, led)]


@prepared
def _asked(person: Any, circles: Collection[int], today: date, now: datetime) -> QuerySet[Poll, Any]:
    sitting = _sitting(person, today)
    said = Ballot.objects.filter(poll=OuterRef("pk"), round=OuterRef("round")).annotate(house=HOUSE)
    said = said.filter(Q(person=person) | Q(house__in=sitting.values("house")) | Q(cast_by=person))
    found = Poll.objects.filter(~Exists(said), circle__in=circles, state=PollState.OPEN, closes_at__gt=now)
    # By organisation, only where she sits for one.
    sits = Q(voters=Voters.PERSON) | Q(circle__memberships__in=sitting.values("pk"))
    return (
        found.filter(sits)
        .order_by("closes_at")
        .values_list("ref", "title", "closes_at", "circle__name")
        .distinct()[:20]
    )


def _sitting(person: Any, today: date) -> Any:
    """Where she speaks for an organisation that she has not left."""
    links = Affiliation.objects.annotate(house=HOUSE).filter(person=person, house=OuterRef("house")).order_by()
    mine = Membership.objects.current().filter(person=person, organisation__isnull=False).annotate(house=HOUSE)
    return mine.filter(Exists(links.current(today)) | ~Exists(links)).order_by()


def _unanswered(person: Any, circles: set[int]) -> list[DueItem]:
    now = clock.now()
    return [
        DueItem(
            title, _("réponses jusqu’au %(day)s") % {"day": when(closes_at)}, _("Répondre au sondage"),
            address_of("polls:detail", ref), 78 if closes_at - now < SOON else 58, name,
        )
        for ref, title, closes_at, name in _asked(person, circles, clock.today(), now)
    ]  # fmt: skip


@prepared
def _objected(person: Any, led: Collection[int]) -> QuerySet[Poll, Any]:
    raised = Count("objections", filter=Q(objections__state=ObjectionState.RAISED))
    found = Poll.objects.filter(Q(circle__in=led) | Q(opened_by=person), state=PollState.OPEN)
    found = found.annotate(raised=raised).filter(raised__gt=0).order_by("closes_at")
    return found.values_list("ref", "title", "raised", "circle__name")[:20]


def _to_treat(person: Any, led: set[int]) -> list[DueItem]:
    return [
        DueItem(
            title, ngettext("%(n)d objection à traiter", "%(n)d objections à traiter", raised) % {"n": raised},
            _("Traiter les objections"), address_of("polls:detail", ref), 72, name,
        )
        for ref, title, raised, name in _objected(person, led)
    ]  # fmt: skip
