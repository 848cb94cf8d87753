"""Visits of the assistance: of a circle, for its members; what is read during one."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from cercles.circles.models import Circle, Membership, Message, SupportVisit, Thread
from cercles.core.prepared import prepared

SHOWN, A_PAGE = 3, 30


def visits_of(circle: Circle, reader: Any) -> QuerySet[SupportVisit]:
    """The newest first."""
    return SupportVisit.objects.visible_to(reader).filter(circle=circle).select_related("by")


@prepared
def newest_visits(circle: Any) -> QuerySet[SupportVisit]:
    """For the circle's page, which its members read."""
    return SupportVisit.objects.filter(circle=circle).select_related("by")[:SHOWN]


def made_by(person: Any) -> QuerySet[SupportVisit]:
    return SupportVisit.objects.filter(by=person).select_related("circle")


def visit_seen(reader: Any, ref: str) -> SupportVisit | None:
    return SupportVisit.objects.visible_to(reader).filter(ref=ref).select_related("circle", "by").first()


# During the visit: the right is the visit's own, read by the view (``rules.can_read_by_visit``)


def threads_read(visit: SupportVisit, number: str | None) -> Page:
    rows = Thread.objects.filter(circle=visit.circle).select_related("last_by").order_by("-last_at", "-pk")
    return Paginator(rows, A_PAGE).get_page(number)


def members_read(visit: SupportVisit) -> QuerySet[Membership]:
    """Who is in it and as what; no address."""
    rows = Membership.objects.current().filter(circle=visit.circle).select_related("person", "organisation")
    return rows.order_by("person__search_key", "pk")


def thread_read(visit: SupportVisit, ref: str) -> Thread | None:
    return Thread.objects.filter(circle=visit.circle, ref=ref).first()


def messages_read(thread: Thread, number: str | None) -> Page:
    """What is withdrawn stays so: only its place is read."""
    rows = Message.objects.filter(thread=thread).select_related("author").order_by("number")
    return Paginator(rows, A_PAGE).get_page(number)
