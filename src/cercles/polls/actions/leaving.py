"""A member leaves, an account is erased, a circle closes: what becomes of polls."""

from typing import Any

from cercles.circles.models import Membership
from cercles.core import clock
from cercles.journal import actions as journal
from cercles.polls.actions.running import end
from cercles.polls.enums import ObjectionState, PollState
from cercles.polls.models import Ballot, Objection, Poll


def forget_member(circle: Any, person: Any) -> None:
    """Inside the act that ends her membership. Her voice leaves the polls that are open, and so does that of her organisation when
    nobody sits there for it any more. What is closed stays as it was."""
    for poll in Poll.objects.select_for_update().filter(circle=circle, state=PollState.OPEN).order_by("pk"):
        journal.drop_waiting(start=f"poll-ask-{poll.pk}-", person=person)
        journal.drop_waiting(start=f"poll-reminder-{poll.pk}-", person=person)
        if poll.is_secret:  # nobody can find her ballot: it stays in the urn, and her name on the sheet
            continue
        gone = Ballot.objects.filter(poll=poll, person=person)
        others = Membership.objects.current().filter(circle=circle).exclude(person=person).order_by()
        seated = others.filter(organisation__isnull=False).values("organisation")
        alone = Ballot.objects.filter(poll=poll, cast_by=person, organisation__isnull=False)
        alone = alone.exclude(organisation__in=seated)
        for ballot in [*gone, *alone]:
            ballot.objections.filter(state=ObjectionState.RAISED).update(
                state=ObjectionState.WITHDRAWN, decided_at=clock.now()
            )
            ballot.delete()


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
