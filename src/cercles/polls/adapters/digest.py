"""What the room tells in grouped mails: polls that were opened and still take answers."""

from collections import defaultdict
from datetime import datetime

from django.utils.translation import gettext as _

from cercles.core.typography import when_time
from cercles.journal.queries import MOST_GIVEN, NewsItem, Section
from cercles.polls.enums import PollState
from cercles.polls.models import Ballot, Poll


def opened(circle: int, since: datetime, until: datetime) -> list[Section]:
    """No news for whoever answered; of a secret poll nobody knows who did."""
    found = Poll.objects.filter(
        circle=circle, created_at__gt=since, created_at__lte=until, state=PollState.OPEN, closes_at__gt=until
    )
    polls = list(found.order_by("closes_at", "pk")[:MOST_GIVEN])
    answered: dict[int, set[int]] = defaultdict(set)
    ballots = Ballot.objects.filter(poll__in=polls).order_by("pk") if polls else Ballot.objects.none()
    for poll, *people in ballots.values_list("poll", "person", "cast_by"):
        answered[poll].update(pk for pk in people if pk)
    items = [
        NewsItem(
            poll.created_at, poll.title, poll.get_absolute_url(), poll.audience,
            note=_("Réponses jusqu’au %(day)s") % {"day": when_time(poll.closes_at)}, by=poll.opened_by_id,
            told=frozenset(answered[poll.pk]),
        )
        for poll in polls
    ]  # fmt: skip
    return [Section(_("Sondages ouverts"), tuple(items))] if items else []
