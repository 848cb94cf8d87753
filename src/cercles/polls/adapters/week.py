"""What the week of who facilitates learns from polls: who answered one that names its voices. One that is secret, or whose
results wait for its end, tells nothing."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from cercles.core.prepared import prepared
from cercles.polls.enums import PollState, ShownWhen
from cercles.polls.models import Ballot


@prepared
def _answered(circles: Collection[int], people: Collection[int], since: datetime) -> QuerySet[Ballot, tuple[int, int]]:
    read = Q(poll__shown_when=ShownWhen.ALWAYS) | Q(poll__state=PollState.CLOSED)
    found = Ballot.objects.filter(read, poll__circle__in=circles, poll__is_secret=False, at__gte=since)
    told = found.annotate(who=Coalesce("person", "cast_by")).filter(who__in=people)
    return told.order_by().values_list("poll__circle", "who").distinct()


def signs(circles: Collection[int], people: Collection[int], since: datetime) -> Iterable[tuple[int, int]]:
    return _answered(circles, people, since)
