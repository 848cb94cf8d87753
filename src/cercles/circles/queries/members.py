"""Who is in a circle now."""

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from cercles.circles.enums import CircleRole
from cercles.circles.models import Circle, Membership
from cercles.organisations.models import Organisation
from cercles.people.models import User


def current_members(circle: Circle) -> QuerySet[Membership]:
    """The current memberships, with person and organisation: facilitators first, then by name. One query."""
    rows = Membership.objects.current().filter(circle=circle).select_related("person", "organisation__seat")
    rank = Case(
        When(role=CircleRole.FACILITATOR, then=Value(0)),
        When(role=CircleRole.CO_FACILITATOR, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.order_by(rank, "person__search_key", "id")


def facilitators_of(circle: Circle) -> QuerySet[User]:
    """The persons who facilitate, by name."""
    return User.objects.filter(memberships__in=Membership.objects.facilitators().filter(circle=circle)).order_by(
        "search_key", "id"
    )


def organisations_of(circle: Circle) -> QuerySet[Organisation]:
    """The organisations that have a member in the circle now."""
    return Organisation.objects.filter(pk__in=Membership.objects.current().filter(circle=circle).values("organisation"))


def shared_circles(reader: Any, **others: Any) -> QuerySet[Circle]:
    """The circles the reader is in, where ``others`` (``person=…`` or ``organisation=…``) is too."""
    theirs = Membership.objects.current().filter(**others).values("circle")
    return Circle.objects.of(reader).filter(pk__in=theirs)
