"""Who is in a circle now."""

from django.db.models import QuerySet

from cercles.circles.models import Circle, Membership
from cercles.organisations.models import Organisation
from cercles.people.models import User


def current_members(circle: Circle) -> QuerySet[Membership]:
    """The current memberships, with person and organisation: facilitators first, then by name. One query."""
    rows = Membership.objects.current().filter(circle=circle).select_related("person", "organisation")
    return rows.order_by("person__search_key", "id")


def facilitators_of(circle: Circle) -> QuerySet[User]:
    """The persons who facilitate, by name."""
    return User.objects.filter(memberships__in=Membership.objects.facilitators().filter(circle=circle)).order_by(
        "search_key", "id"
    )


def organisations_of(circle: Circle) -> QuerySet[Organisation]:
    """The organisations that have a member in the circle now."""
    return Organisation.objects.filter(pk__in=Membership.objects.current().filter(circle=circle).values("organisation"))
