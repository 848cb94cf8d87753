"""What waits for who facilitates: mails, and members whose mails come back."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from cercles.circles.enums import HeldState
from cercles.circles.models import Circle, HeldMessage, Membership
from cercles.core.prepared import prepared
from cercles.journal.queries import unreachable
from cercles.people.models import User


class Unreached(NamedTuple):
    name: str
    bounces: int


def held_in(circle: Circle, reader: Any) -> QuerySet[HeldMessage]:
    """Those that wait, the oldest first."""
    found = HeldMessage.objects.visible_to(reader).filter(circle=circle, state=HeldState.WAITING)
    return found.select_related("person", "thread").order_by("at", "pk")


def unreached_in(circle: Circle) -> list[Unreached]:
    """Members to whom the site has stopped writing, because their mails came back."""
    people = Membership.objects.current().filter(circle=circle).values_list("person", flat=True)
    many = unreachable(list(people))
    named = User.objects.filter(pk__in=many).order_by("search_key", "pk") if many else []
    return [Unreached(person.display_name, many[person.pk]) for person in named]


@prepared
def _waiting(circles: Collection[int]) -> QuerySet[HeldMessage, Any]:
    found = HeldMessage.objects.filter(circle__in=circles, state=HeldState.WAITING).order_by()
    return (
        found.values("circle")
        .annotate(many=Count("pk"))
        .values_list("circle__slug", "circle__name", "many", "circle__stage")
    )


def waiting_by_circle(circles: Collection[int]) -> list[tuple[str, str, int, str]]:
    """Slug, name, how many wait and the stage, of each circle where something does."""
    return sorted(_waiting(list(circles))) if circles else []
