"""A member leaves, an account is erased, a circle closes: what becomes of polls."""

from typing import Any

from django.db.models import QuerySet

from cercles.circles.models import Membership
from cercles.journal import actions as journal
from cercles.polls.actions.answering import drop_ballots
from cercles.polls.actions.running import end
from cercles.polls.enums import PollState
from cercles.polls.models import Ballot, Objection, Poll
from cercles.polls.queries import HOUSE


def forget_member(circle: Any, person: Any) -> None:
    """Inside the act that ends her membership. Her voice leaves the polls that are open, and so does that of her organisation when
    nobody sits there for it any more. What is closed stays as it was."""
    for poll in Poll.objects.select_for_update().filter(circle=circle, state=PollState.OPEN).order_by("pk"):
        journal.drop_waiting(start=f"poll-ask-{poll.pk}-", person=person)
        journal.drop_waiting(start=f"poll-reminder-{poll.pk}-", person=person)
        if poll.is_secret:  # nobody can find her ballot: it stays in the urn, and her name on the sheet
            continue
        drop_ballots([*Ballot.objects.filter(poll=poll, person=person), *_unseated(poll)])


def forget_seats(circle: Any, person: Any) -> None:
    """Inside the act by which a member speaks for another organisation: nobody may sit any more for the one she spoke for."""
    for poll in Poll.objects.select_for_update().filter(circle=circle, state=PollState.OPEN).order_by("pk"):
        if not poll.is_secret:
            drop_ballots(_unseated(poll))


def _unseated(poll: Poll) -> QuerySet[Ballot]:
    """The voices of organisations for which nobody sits in the circle any more, whoever gave them."""
    seated = Membership.objects.current().filter(circle=poll.circle_id, organisation__isnull=False).order_by()
    cast = Ballot.objects.filter(poll=poll, organisation__isnull=False).annotate(house=HOUSE)
    return cast.exclude(house__in=seated.annotate(house=HOUSE).values("house"))


def forget_person(person: Any) -> None:
    """Inside the erasure. What she said of polls that are over stays, without her name."""
    Ballot.objects.filter(person=person).update(person=None)
    Ballot.objects.filter(cast_by=person).update(cast_by=None)
    Objection.objects.filter(person=person).update(person=None)


def end_with_circle(circle: Any, by: Any) -> None:
    """Inside the act that closes it: polls end with what was answered."""
    for poll in Poll.objects.select_for_update().filter(circle=circle, state=PollState.OPEN).order_by("pk"):
        poll.circle = circle
        end(poll, by=by)
