"""Asked just before a letter leaves: what came out of a poll is for the members of its circle, now."""

from typing import Any

from cercles.circles.models import Membership
from cercles.polls.models import Poll


def _to_a_member(mail: Any) -> bool:
    circle = Poll.objects.filter(pk=int(mail.key.split("-")[2])).values("circle")
    return Membership.objects.current().filter(circle__in=circle, person=mail.person).exists()


LEAVING = dict.fromkeys(("poll-ask-", "poll-reminder-", "poll-closed-", "poll-cancelled-"), _to_a_member)
