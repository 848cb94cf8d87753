"""A person leaves a circle, or erases her account."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from cercles.core.enums import Visibility
from cercles.meetings.actions.locks import locked
from cercles.meetings.actions.seating import fill_seats
from cercles.meetings.emails import after
from cercles.meetings.emails import seats as letters
from cercles.meetings.enums import AS_MEMBER, MeetingState, Presence
from cercles.meetings.models import CalendarFeed, Meeting, Minutes, Registration, Takeaway
from cercles.meetings.rules import kept
from cercles.search import actions as search


def forget_person(person: Any) -> None:
    """Her answers and her calendar go, and the seats she held for what is to come; that she was somewhere stays, without her name."""
    CalendarFeed.objects.filter(person=person).delete()
    Takeaway.objects.filter(person=person).delete()
    live = Registration.objects.filter(person=person, meeting__state=MeetingState.ANNOUNCED).select_related(
        "meeting__circle"
    )
    for row in live.order_by("meeting_id"):
        meeting = locked(row.meeting)
        row.delete()
        for seated in [] if meeting.has_started else fill_seats(meeting):
            letters.promotion(seated)
    Registration.objects.filter(person=person, state=Presence.INVITED).delete()


def forget_member(circle: Any, person: Any) -> None:
    """Called inside the act that ends her membership: what she was asked as a member, and the seats she held so, are given back.

    She takes notes for the circle no more either.
    """
    _report_no_more(circle, person)
    rows = Registration.objects.filter(
        person=person, came__in=AS_MEMBER, meeting__circle=circle, meeting__visibility=Visibility.CIRCLE,
        meeting__state=MeetingState.ANNOUNCED,
    ).select_related("meeting__circle", "person")  # fmt: skip
    for row in rows.order_by("meeting_id"):
        meeting = locked(row.meeting)
        if meeting.has_started:
            continue
        row.meeting = meeting
        if row.state == Presence.REGISTERED:
            letters.given_back(row)
        row.delete()
        for seated in fill_seats(meeting):
            letters.promotion(seated)
    kept.forget(person)


def _report_no_more(circle: Any, person: Any) -> None:
    live = Meeting.objects.filter(circle=circle, reporter=person).exclude(state=MeetingState.CLOSED)
    written = list(Minutes.objects.filter(meeting__in=live))
    live.update(reporter=None)
    for minutes in written:
        search.touch(minutes)


def warn_of_takeaways(rows: QuerySet, now: datetime) -> int:
    """Each gets her own words back before they go."""
    told = 0
    for answer in rows.select_for_update(of=("self",)).select_related("person", "meeting"):
        Takeaway.objects.filter(pk=answer.pk).update(told_at=now)
        after.takeaway_leaves(answer, now)
        told += 1
    return told
